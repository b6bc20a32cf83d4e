-- A lot, by its goods receipt, that nobody may use any more: what is left of it is not promised and not packed (WHS-1).
CREATE TABLE recall (
    receipt text PRIMARY KEY,
    item text NOT NULL,
    lot text NOT NULL,
    supplier text NOT NULL,
    reason text NOT NULL,
    by_whom text NOT NULL,
    recalled_on date NOT NULL
);
CREATE INDEX recall_item ON recall (item);
