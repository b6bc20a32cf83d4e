CREATE INDEX purchase_supplier ON purchase (supplier) WHERE supplier <> '';
CREATE INDEX purchase_of_item ON purchase (item, id) WHERE number <> '';

CREATE TABLE supplier_review (
    supplier text,
    reviewed_on date,
    verdict text NOT NULL,
    note text NOT NULL,
    next_on date NOT NULL,
    score numeric,
    deliveries int NOT NULL,
    reviewed_by text NOT NULL,
    PRIMARY KEY (supplier, reviewed_on)
);
CREATE TABLE supplier_certificate (
    supplier text,
    kind text,
    number text NOT NULL,
    issued_by text NOT NULL,
    valid_until date NOT NULL,
    PRIMARY KEY (supplier, kind)
);
