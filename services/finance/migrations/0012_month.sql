-- A month's books: sales' statement of it, how it differs from the ledger, who explained and signed (FIN-6).
CREATE TABLE month_close (
    month text PRIMARY KEY,
    month_id uuid NOT NULL UNIQUE,
    state text NOT NULL,
    open_from date,
    doc json NOT NULL
);
COMMENT ON COLUMN month_close.open_from IS 'once it is closed: the first day on which anything may be booked';

-- What sales says of each order at the end of a month.
CREATE TABLE stated_receivable (
    month text,
    order_id uuid,
    customer text NOT NULL,
    currency text NOT NULL,
    expected numeric NOT NULL,
    told numeric NOT NULL,
    in_another_currency boolean NOT NULL,
    PRIMARY KEY (month, order_id)
);

CREATE TABLE difference (
    month text,
    order_id uuid,
    about text,
    difference_id uuid NOT NULL UNIQUE,
    customer text NOT NULL,
    cause text NOT NULL,
    owner text NOT NULL,
    doc json NOT NULL,
    PRIMARY KEY (month, order_id, about)
);
CREATE INDEX difference_order ON difference (order_id);
CREATE INDEX difference_unknown ON difference (difference_id) WHERE cause = 'unknown';

CREATE TABLE explanation (
    difference_id uuid,
    entry int,
    text text NOT NULL,
    person text NOT NULL,
    at timestamptz NOT NULL,
    PRIMARY KEY (difference_id, entry)
);
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON explanation EXECUTE FUNCTION refuse_change();

-- Of a month that is closed, nothing of the comparison is changed.
CREATE FUNCTION refuse_in_closed_month() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM month_close WHERE open_from IS NOT NULL AND month IN (SELECT month FROM touched)) THEN
        RAISE EXCEPTION 'nothing in % is changed once its month is closed', TG_TABLE_NAME;
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER closed_insert AFTER INSERT ON difference REFERENCING NEW TABLE AS touched
    EXECUTE FUNCTION refuse_in_closed_month();
CREATE TRIGGER closed_update AFTER UPDATE ON difference REFERENCING OLD TABLE AS touched
    EXECUTE FUNCTION refuse_in_closed_month();
CREATE TRIGGER closed_delete AFTER DELETE ON difference REFERENCING OLD TABLE AS touched
    EXECUTE FUNCTION refuse_in_closed_month();

-- Entries are only ever added, one day after the other: what a month booked is found by blocks, and costs an entry nothing.
CREATE INDEX journal_entry_booked_on ON journal_entry USING brin (booked_on);
