-- What is agreed with a supplier for some of his items, or (items empty) for all; doc holds it whole (PUR-8).
CREATE TABLE supply_agreement (
    supplier text,
    reference text,
    valid_from date NOT NULL,
    valid_until date NOT NULL,
    items text[] NOT NULL,
    doc jsonb NOT NULL,
    PRIMARY KEY (supplier, reference)
);

-- A part of a purchase that was late under an agreement. source: the receipt, or the giving up, that told of it.
CREATE TABLE claim (
    claim_id uuid PRIMARY KEY,
    purchase_id uuid NOT NULL,
    source text NOT NULL,
    number text NOT NULL,
    supplier text NOT NULL,
    state text NOT NULL,
    doc jsonb NOT NULL,
    UNIQUE (purchase_id, source)
);
CREATE UNIQUE INDEX claim_number ON claim (number) WHERE number <> '';
CREATE INDEX claim_raised ON claim (claim_id) WHERE state = 'raised';
CREATE INDEX claim_of_supplier ON claim (supplier, claim_id);
CREATE INDEX claim_of_order ON claim USING gin ((doc -> 'orders')) WHERE state = 'raised';
