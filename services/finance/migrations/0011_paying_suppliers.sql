-- Suppliers' bills that are paid together (FIN-5). bill.run_id: the run that pays a bill, or is to.
CREATE TABLE payment_run (
    run_id uuid PRIMARY KEY,
    number text NOT NULL UNIQUE,
    state text NOT NULL,
    doc json NOT NULL
) WITH (fillfactor = 80);
CREATE INDEX payment_run_open ON payment_run (run_id) WHERE state IN ('proposed', 'approved');
ALTER TABLE bill ADD COLUMN run_id uuid;
CREATE INDEX bill_run ON bill (run_id) WHERE run_id IS NOT NULL;
CREATE INDEX bill_to_pay ON bill (currency, due) WHERE outstanding > 0 AND run_id IS NULL;

-- What suppliers said of their monthly statements (FIN-5); the statement itself is drawn from the journal.
CREATE TABLE supplier_reply (
    supplier text,
    month date,
    currency text,
    doc json NOT NULL,
    PRIMARY KEY (supplier, month, currency)
);
