-- The letter of credit of each order that is paid by one, awaited or here (LOG-7). Of any other order there is no row.
CREATE TABLE letter_of_credit (
    order_id uuid PRIMARY KEY,
    order_number text NOT NULL,
    number text,
    to_do boolean NOT NULL,
    document json NOT NULL
);
CREATE INDEX letter_of_credit_order ON letter_of_credit (order_number);
CREATE INDEX letter_of_credit_number ON letter_of_credit (number);
CREATE INDEX letter_of_credit_to_do ON letter_of_credit (order_id) WHERE to_do;
