-- The tax invoices of a purchase, as finance says them (PUR-4): the highest version holds.
CREATE TABLE tax_invoice (
    purchase_id uuid,
    bill_id uuid,
    version int NOT NULL,
    state text NOT NULL,
    supplier text NOT NULL,
    number text NOT NULL,
    dated date NOT NULL,
    quantity numeric NOT NULL,
    PRIMARY KEY (purchase_id, bill_id)
);

-- What came of a purchase, and how much of it a tax invoice is there for.
CREATE TABLE billing (
    purchase_id uuid PRIMARY KEY,
    received numeric NOT NULL DEFAULT 0,
    billed numeric NOT NULL DEFAULT 0
) WITH (fillfactor = 70);
CREATE INDEX billing_open ON billing (purchase_id) WHERE received > billed;
INSERT INTO billing (purchase_id, received)
SELECT id, (doc->>'accepted')::numeric FROM purchase WHERE (doc->>'accepted')::numeric > 0;
