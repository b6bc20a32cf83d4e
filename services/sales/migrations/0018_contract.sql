-- Sales contracts with customers, each with its versions: clauses, findings, signatures (SAL-4, SAL-18).
CREATE TABLE sales_contract (
    contract_id uuid PRIMARY KEY,
    number text NOT NULL UNIQUE,
    customer text NOT NULL,
    reference text NOT NULL,
    pending boolean NOT NULL,
    valid_until date,
    document json NOT NULL,
    UNIQUE (customer, reference)
);
CREATE INDEX sales_contract_of_customer ON sales_contract (customer, contract_id);
CREATE INDEX sales_contract_pending ON sales_contract (contract_id) WHERE pending;
CREATE INDEX sales_contract_ending ON sales_contract (valid_until);
