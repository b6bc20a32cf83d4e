-- What finance knows of a purchase (FIN-5). accrued: what its receipts came to at the ordered price; cleared: what of that
-- bills took the place of. orders: those that it serves. doc holds all of it.
CREATE TABLE purchase_account (
    purchase_id uuid PRIMARY KEY,
    number text NOT NULL,
    supplier text NOT NULL,
    accrued numeric NOT NULL,
    cleared numeric NOT NULL,
    orders uuid[] NOT NULL,
    doc json NOT NULL
) WITH (fillfactor = 70);
CREATE INDEX purchase_account_number ON purchase_account (number) WHERE number <> '';
CREATE INDEX purchase_account_orders ON purchase_account USING gin (orders);
CREATE INDEX purchase_account_open ON purchase_account (supplier) WHERE accrued <> cleared;

-- A supplier's tax invoice (FIN-5, PUR-4): the same number of a supplier is the same bill. outstanding: 0 while it is blocked.
CREATE TABLE bill (
    bill_id uuid PRIMARY KEY,
    supplier text NOT NULL,
    number text NOT NULL,
    state text NOT NULL,
    currency text NOT NULL,
    outstanding numeric NOT NULL CHECK (outstanding >= 0),
    due date NOT NULL,
    purchases uuid[] NOT NULL,
    doc json NOT NULL,
    UNIQUE (supplier, number)
) WITH (fillfactor = 80);
CREATE INDEX bill_number ON bill (number);
CREATE INDEX bill_purchases ON bill USING gin (purchases);
CREATE INDEX bill_blocked ON bill (bill_id) WHERE state = 'blocked';
CREATE INDEX bill_owed ON bill (supplier, currency) INCLUDE (outstanding, due) WHERE outstanding > 0;
CREATE INDEX bill_due ON bill (due) WHERE outstanding > 0;

-- A supplier as purchasing says him: when he is paid, and under which name.
CREATE TABLE payee (
    supplier text PRIMARY KEY,
    version int NOT NULL,
    doc json NOT NULL
);

-- The journal has entries about suppliers: about no order and no customer.
ALTER TABLE journal_entry ALTER COLUMN order_id DROP NOT NULL, ADD COLUMN supplier text NOT NULL DEFAULT '';
ALTER TABLE journal_line ADD COLUMN purchase_id uuid;
CREATE INDEX journal_entry_supplier ON journal_entry (supplier) WHERE supplier <> '';
CREATE INDEX journal_line_purchase ON journal_line (purchase_id) WHERE purchase_id IS NOT NULL;
COMMENT ON COLUMN journal_line.invoice_id IS 'of a customer''s invoice, or a supplier''s bill';
