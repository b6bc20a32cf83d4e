-- What customers judge before a series is made, round by round, and the orders that wait for it (SAL-23).
CREATE TABLE sample (
    sample_id uuid PRIMARY KEY,
    number text NOT NULL UNIQUE,
    customer text NOT NULL,
    ended boolean NOT NULL,
    orders uuid[] NOT NULL,
    document json NOT NULL
);
CREATE INDEX sample_of_customer ON sample (customer, sample_id);
CREATE INDEX sample_waiting ON sample (sample_id) WHERE NOT ended;
CREATE INDEX sample_of_order ON sample USING gin (orders);
