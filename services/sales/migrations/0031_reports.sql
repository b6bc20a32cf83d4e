-- A letter may be about all open orders of a customer: it is about no single one then (SAL-22, NOT-6).
ALTER TABLE letter ALTER order_id DROP NOT NULL;
CREATE INDEX letter_of_customer ON letter (customer, letter_id) WHERE order_id IS NULL;

-- How far the lists of open orders of a working day are: the last customer who was looked at.
CREATE TABLE reports_of_day (
    day date PRIMARY KEY,
    through text NOT NULL,
    done boolean NOT NULL
);
