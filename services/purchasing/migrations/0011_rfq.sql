-- What finance says that currencies are worth: the rate that holds and those to come (FIN-8).
CREATE TABLE currency_rate (
    currency text PRIMARY KEY,
    version integer NOT NULL,
    rates jsonb NOT NULL
);

-- In what an item is counted; empty until sales tells the item again.
ALTER TABLE item ADD COLUMN unit text NOT NULL DEFAULT '';

-- Suppliers who were asked for their price of an item, what each answered, and the choice with its reason (PUR-10).
-- suppliers: who was asked. answered: whether all of them have.
CREATE TABLE rfq (
    rfq_id uuid PRIMARY KEY,
    number text NOT NULL UNIQUE,
    item text NOT NULL,
    suppliers text[] NOT NULL,
    answer_by date NOT NULL,
    answered boolean NOT NULL,
    closed boolean NOT NULL,
    doc jsonb NOT NULL
);
CREATE INDEX rfq_of_item ON rfq (item, rfq_id);
CREATE INDEX rfq_of_supplier ON rfq USING gin (suppliers);
CREATE INDEX rfq_open ON rfq (rfq_id) WHERE NOT closed;
CREATE INDEX purchase_of_rfq ON purchase ((doc ->> 'quotation')) WHERE doc ->> 'quotation' <> '';
