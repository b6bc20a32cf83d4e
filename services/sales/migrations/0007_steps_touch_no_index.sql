-- An order is saved with each of its nine steps. Its document is read and written whole: as json it is not taken apart
-- for that. What changes with every step stands in no index any more; the phase, which changes twice, stands there.
-- No older sales may run beside this one: it asks the document with operators of jsonb.
ALTER TABLE sales_order ALTER COLUMN slips DROP EXPRESSION;
ALTER TABLE sales_order ALTER COLUMN slips SET DEFAULT '[]';
DROP INDEX sales_order_stage;
DROP INDEX sales_order_living;
ALTER TABLE sales_order
    ALTER COLUMN document TYPE json USING document::json,
    ADD COLUMN phase text NOT NULL GENERATED ALWAYS AS (
        CASE WHEN stage IN ('incomplete', 'rejected', 'cancelled', 'closed') THEN stage ELSE 'open' END) STORED;
CREATE INDEX sales_order_phase ON sales_order (phase, id);
CREATE UNIQUE INDEX sales_order_living ON sales_order (customer, customer_po) WHERE phase IN ('incomplete', 'open');
