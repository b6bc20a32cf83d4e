-- A customer's credit: his master data as sales said it last, and whether finance holds him.
CREATE TABLE customer_credit (
    customer text PRIMARY KEY,
    version int NOT NULL,
    name text NOT NULL,
    currency text NOT NULL,
    credit_limit numeric NOT NULL,
    active boolean NOT NULL,
    held boolean NOT NULL DEFAULT false,
    hold_kind text NOT NULL DEFAULT '' CHECK (hold_kind IN ('', 'by_hand', 'overdue')),
    hold_reason text NOT NULL DEFAULT '',
    hold_version int NOT NULL DEFAULT 0,
    released_on date
);

-- One order's money. doc holds all of it but the invoices; the columns are what queries look for.
CREATE TABLE order_account (
    order_id uuid PRIMARY KEY,
    number text NOT NULL,
    customer text NOT NULL,
    customer_po text NOT NULL,
    currency text NOT NULL,
    stage text NOT NULL,
    review text NOT NULL,
    open_value numeric NOT NULL CHECK (open_value >= 0),
    advance_open numeric NOT NULL CHECK (advance_open >= 0),
    advance_due date,
    advance_overdue boolean NOT NULL,
    advance_unused numeric NOT NULL CHECK (advance_unused >= 0),
    doc jsonb NOT NULL
) WITH (fillfactor = 70);
CREATE INDEX order_account_number ON order_account (number);
CREATE INDEX order_account_po ON order_account (customer, customer_po);
CREATE INDEX order_account_open ON order_account (customer, currency) INCLUDE (open_value) WHERE open_value > 0;
CREATE INDEX order_account_advance ON order_account (advance_due) WHERE advance_open > 0;
CREATE INDEX order_account_review ON order_account (order_id) WHERE review = 'awaited';

-- The binding content of every version of an order, also after a higher one or a cancel.
CREATE TABLE order_content (
    order_id uuid,
    version int,
    content text NOT NULL,
    PRIMARY KEY (order_id, version)
);

-- One invoice per shipment. doc holds its lines.
CREATE TABLE invoice (
    invoice_id uuid PRIMARY KEY,
    order_id uuid NOT NULL,
    position int NOT NULL,
    customer text NOT NULL,
    shipment_id uuid NOT NULL UNIQUE,
    number text NOT NULL UNIQUE,
    currency text NOT NULL,
    total numeric NOT NULL,
    advance_used numeric NOT NULL,
    paid numeric NOT NULL,
    credited numeric NOT NULL,
    refunded numeric NOT NULL,
    outstanding numeric NOT NULL GENERATED ALWAYS AS (total - advance_used - paid - credited + refunded) STORED
        CHECK (outstanding >= 0),
    issued_on date NOT NULL,
    due date NOT NULL,
    overdue boolean NOT NULL,
    doc jsonb NOT NULL,
    UNIQUE (order_id, position)
) WITH (fillfactor = 80);
CREATE INDEX invoice_owed ON invoice (customer, currency) INCLUDE (outstanding, due) WHERE outstanding > 0;
CREATE INDEX invoice_due ON invoice (due) WHERE outstanding > 0;
CREATE INDEX invoice_customer ON invoice (customer, invoice_id);

-- A line of a bank statement has its effect once.
CREATE TABLE payment (
    bank_reference text PRIMARY KEY,
    order_id uuid NOT NULL,
    customer text NOT NULL,
    received_on date NOT NULL,
    doc jsonb NOT NULL
);
CREATE INDEX payment_order ON payment (order_id);

CREATE TABLE journal_entry (
    entry_id uuid PRIMARY KEY,
    booked_on date NOT NULL,
    kind text NOT NULL,
    document text NOT NULL,
    order_id uuid NOT NULL,
    customer text NOT NULL,
    currency text NOT NULL
);
CREATE INDEX journal_entry_order ON journal_entry (order_id);
CREATE INDEX journal_entry_customer ON journal_entry (customer);

-- The accounts receivable sub-ledger is the lines of account 1122, by entry's customer and by invoice.
CREATE TABLE journal_line (
    entry_id uuid REFERENCES journal_entry,
    line int,
    account text NOT NULL,
    invoice_id uuid,
    debit numeric NOT NULL CHECK (debit >= 0),
    credit numeric NOT NULL CHECK (credit >= 0),
    PRIMARY KEY (entry_id, line),
    CHECK (debit = 0 OR credit = 0)
);
CREATE INDEX journal_line_invoice ON journal_line (invoice_id) WHERE invoice_id IS NOT NULL;

CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'nothing in % is changed, only reversed', TG_TABLE_NAME;
END $$;
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON journal_entry EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON journal_line EXECUTE FUNCTION refuse_change();

-- Per statement, not deferred: an entry is written whole by one statement, and 500 of them cost one look.
CREATE FUNCTION insist_on_balance() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE unbalanced uuid;
BEGIN
    SELECT l.entry_id INTO unbalanced FROM journal_line l WHERE l.entry_id IN (SELECT entry_id FROM written)
    GROUP BY l.entry_id HAVING sum(l.debit) <> sum(l.credit) LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION 'debits and credits of entry % differ', unbalanced;
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER balance AFTER INSERT ON journal_line REFERENCING NEW TABLE AS written
    EXECUTE FUNCTION insist_on_balance();

-- Prices above budget; request 0 says that the purchase ended before its request was heard.
CREATE TABLE price_change (
    purchase_id uuid,
    request int,
    version int NOT NULL,
    state text NOT NULL,
    doc jsonb NOT NULL,
    PRIMARY KEY (purchase_id, request)
);
CREATE INDEX price_change_state ON price_change (state, purchase_id);
