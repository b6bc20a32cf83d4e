-- What an invoice as data tells of a customer and of items, as sales said it last; empty is not heard yet.
ALTER TABLE customer_credit ADD COLUMN country text NOT NULL DEFAULT '', ADD COLUMN tax_number text NOT NULL DEFAULT '';
CREATE TABLE item (
    item text PRIMARY KEY,
    version int NOT NULL,
    name text NOT NULL,
    unit text NOT NULL
);
