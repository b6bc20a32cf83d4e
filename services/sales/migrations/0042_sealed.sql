-- A customer's contacts and addresses stand sealed beside the rest (ALL-3, SAL-15, decision 0061). What stood in clear
-- is sealed by the department itself, which has the key; found_by has the marks of his mail addresses, by which he is
-- known who sends an order by mail.
ALTER TABLE customer ADD COLUMN sealed bytea, ADD COLUMN found_by text[];
CREATE INDEX customer_found_by ON customer USING gin (found_by);
CREATE OR REPLACE VIEW own.customer AS SELECT * FROM customer
    WHERE state ->> 'merchandiser' IS NULL
        OR state ->> 'merchandiser' = ANY(current_setting('gendan.people')::text[]);

-- To whom a letter was sent, and what servers said of his address.
ALTER TABLE letter ADD COLUMN sealed bytea;
CREATE OR REPLACE VIEW own.letter AS SELECT * FROM letter WHERE customer IN (SELECT customer FROM own.customer);
