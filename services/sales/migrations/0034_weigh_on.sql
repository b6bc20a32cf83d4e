-- The day on which an order is more urgent than when it was weighed last (SAL-7); it changes seldom, so that a step of the
-- order touches no index for it. Orders of before are weighed at once.
ALTER TABLE sales_order ADD COLUMN weigh_on date;
UPDATE sales_order SET weigh_on = current_date WHERE phase IN ('incomplete', 'open');
CREATE INDEX sales_order_weigh_on ON sales_order (weigh_on, id) WHERE weigh_on IS NOT NULL;
CREATE OR REPLACE VIEW own.sales_order AS SELECT * FROM sales_order
    WHERE customer IN (SELECT customer FROM own.customer);
