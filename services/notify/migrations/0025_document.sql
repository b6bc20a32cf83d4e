-- A promise about a document of a customer, whether it is about an order or about none: its number, and whose it is.
ALTER TABLE promise ADD COLUMN number text, ADD COLUMN customer text;
CREATE INDEX promise_of_customer ON promise (customer) WHERE open AND customer IS NOT NULL;
ALTER TABLE exception ADD COLUMN customer text GENERATED ALWAYS AS (doc ->> 'customer') STORED;

-- Who sees only his own sees, besides what is about his orders, what is about documents of his customers.
CREATE OR REPLACE VIEW own.promise AS SELECT * FROM promise p
    WHERE EXISTS (SELECT FROM own.board b WHERE b.order_id = p.order_id OFFSET 0)
        OR p.order_id IS NULL AND EXISTS (SELECT FROM own.serving s WHERE s.purchase_id = p.purchase_id OFFSET 0)
        OR p.order_id IS NULL AND EXISTS (SELECT FROM own.answers_for a WHERE a.customer = p.customer OFFSET 0);
CREATE OR REPLACE VIEW own.promise_now AS SELECT * FROM promise_now p
    WHERE EXISTS (SELECT FROM own.board b WHERE b.order_id = p.order_id OFFSET 0)
        OR p.order_id IS NULL AND EXISTS (SELECT FROM own.promise o WHERE o.key = p.key OFFSET 0);
CREATE OR REPLACE VIEW own.open_promise AS SELECT * FROM open_promise p
    WHERE EXISTS (SELECT FROM own.board b WHERE b.order_id = p.order_id OFFSET 0)
        OR p.order_id IS NULL AND EXISTS (SELECT FROM own.serving s WHERE s.purchase_id = p.purchase_id OFFSET 0)
        OR p.order_id IS NULL AND EXISTS (SELECT FROM own.promise o WHERE o.key = p.key OFFSET 0);
CREATE OR REPLACE VIEW own.exception AS SELECT * FROM exception e
    WHERE EXISTS (SELECT FROM unnest(e.orders) o(id) WHERE EXISTS (
        SELECT FROM own.board b WHERE b.order_id = o.id OFFSET 0) OFFSET 0)
        OR e.orders = '{}' AND EXISTS (SELECT FROM own.answers_for a WHERE a.customer = e.customer OFFSET 0);
