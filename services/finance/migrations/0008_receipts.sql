-- Statements of banks as they were taken in; a table without a number is called by its content (FIN-2).
CREATE TABLE bank_statement (
    account text,
    number text,
    kind text NOT NULL,
    year int NOT NULL,
    sequence int,
    page int NOT NULL,
    last boolean NOT NULL,
    currency text NOT NULL,
    opening numeric,
    closing numeric,
    fingerprint text NOT NULL,
    taken_by text NOT NULL,
    taken_at timestamptz NOT NULL,
    doc json NOT NULL,
    PRIMARY KEY (account, number)
);
CREATE INDEX bank_statement_sequence ON bank_statement (account, year, sequence) WHERE sequence IS NOT NULL;

-- Money that came by a bank's file. What of it is for nothing yet, rest, lies on the suspense account.
CREATE TABLE receipt (
    receipt_id uuid PRIMARY KEY,
    account text NOT NULL,
    booked_on date NOT NULL,
    payer_account text NOT NULL,
    customer text NOT NULL,
    currency text NOT NULL,
    amount numeric NOT NULL,
    rest numeric NOT NULL,
    state text NOT NULL,
    doc json NOT NULL
) WITH (fillfactor = 80);
CREATE INDEX receipt_new ON receipt (receipt_id) WHERE state = 'new';
CREATE INDEX receipt_waiting ON receipt (receipt_id) WHERE state = 'waiting';
CREATE INDEX receipt_rest ON receipt (currency) INCLUDE (rest) WHERE rest <> 0;
CREATE INDEX receipt_payer ON receipt (payer_account, customer) WHERE customer <> '' AND payer_account <> '';
CREATE INDEX customer_credit_name ON customer_credit (lower(name));

-- What nobody knows the order of is posted too.
ALTER TABLE journal_entry ALTER COLUMN order_id DROP NOT NULL;
