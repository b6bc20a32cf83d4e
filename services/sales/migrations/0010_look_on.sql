-- The day on which an order may be late because nothing happened (SAL-20). It stands from the confirmation on and changes
-- seldom, so that a step of the order touches no index for it. Orders of before are looked at once.
ALTER TABLE sales_order ADD COLUMN look_on date;
UPDATE sales_order SET look_on = current_date WHERE phase = 'open';
CREATE INDEX sales_order_look_on ON sales_order (look_on, id) WHERE look_on IS NOT NULL;
