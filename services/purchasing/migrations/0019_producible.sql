-- How much of each item an order that waits wants, in the order of its items: how it is made depends on it (SAL-5). Empty in
-- rows of before.
ALTER TABLE waiting_review ADD COLUMN quantities numeric[] NOT NULL DEFAULT '{}';
CREATE OR REPLACE VIEW own.waiting_review AS SELECT * FROM waiting_review w
    WHERE EXISTS (SELECT FROM own.order_customer o WHERE o.order_id = w.order_id OFFSET 0);
-- What a line makes waits for the line (SAL-5, PUR-12).
CREATE INDEX line_item_line ON line_item (line);
