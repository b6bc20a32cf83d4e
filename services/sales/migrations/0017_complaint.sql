-- What customers complain of, who took it up, and what they were answered (SAL-12).
CREATE TABLE complaint (
    complaint_id uuid PRIMARY KEY,
    number text NOT NULL UNIQUE,
    order_id uuid NOT NULL,
    customer text NOT NULL,
    kind text NOT NULL,
    closed boolean NOT NULL,
    items text[] NOT NULL,
    document json NOT NULL
);
CREATE INDEX complaint_of_order ON complaint (order_id);
CREATE INDEX complaint_of_customer ON complaint (customer, complaint_id);
CREATE INDEX complaint_waiting ON complaint (complaint_id) WHERE NOT closed;
-- The library of cases: closed ones, the newest first.
CREATE INDEX complaint_case_of_kind ON complaint (kind, complaint_id) WHERE closed;
CREATE INDEX complaint_case_of_item ON complaint USING gin (items) WHERE closed;
