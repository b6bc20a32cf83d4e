-- Who sees what somebody sees, and the days on which his deputy stands in for him (ALL-3, ALL-8).
ALTER TABLE person ADD COLUMN superior text, ADD COLUMN away_from date, ADD COLUMN away_until date;

-- Who answers for a customer, as sales said last; of one of whom it did not say, an order's own merchandiser does.
CREATE TABLE answers_for (
    customer text PRIMARY KEY,
    version int NOT NULL,
    merchandiser text
);

-- What somebody sees who sees only his own (decision 0056): under the name of each table and view the rows about orders
-- of customers for whom one of gendan.people answers, or nobody does yet; each row's order is looked up by key
-- (OFFSET 0), as in promise_now. A table that gets a column has its view here again; a view that is missing is found by
-- services/notify/desk/tests/test_own_orders.py.
CREATE SCHEMA own;
CREATE VIEW own.answers_for AS SELECT * FROM answers_for
    WHERE merchandiser IS NULL OR merchandiser = ANY(current_setting('gendan.people')::text[]);
CREATE VIEW own.board AS SELECT * FROM board
    WHERE customer IN (SELECT customer FROM own.answers_for)
        OR merchandiser = ANY(current_setting('gendan.people')::text[])
            AND customer NOT IN (SELECT customer FROM answers_for);
CREATE VIEW own.held_customer AS SELECT * FROM held_customer h
    WHERE EXISTS (SELECT FROM own.answers_for a WHERE a.customer = h.customer);
CREATE VIEW own.order_event AS SELECT * FROM order_event e
    WHERE EXISTS (SELECT FROM own.board b WHERE b.order_id = e.order_id OFFSET 0);
CREATE VIEW own.stage_reached AS SELECT * FROM stage_reached r
    WHERE EXISTS (SELECT FROM own.board b WHERE b.order_id = r.order_id OFFSET 0);
CREATE VIEW own.watched_order AS SELECT * FROM watched_order w
    WHERE EXISTS (SELECT FROM own.board b WHERE b.order_id = w.order_id OFFSET 0);
CREATE VIEW own.replanned AS SELECT * FROM replanned r
    WHERE EXISTS (SELECT FROM own.board b WHERE b.order_id = r.order_id OFFSET 0);
CREATE VIEW own.entered AS SELECT * FROM entered n
    WHERE EXISTS (SELECT FROM own.board b WHERE b.order_id = n.order_id OFFSET 0);
CREATE VIEW own.serving AS SELECT * FROM serving s
    WHERE EXISTS (SELECT FROM unnest(s.orders) o(id) WHERE EXISTS (
        SELECT FROM own.board b WHERE b.order_id = o.id OFFSET 0) OFFSET 0);
CREATE VIEW own.exception AS SELECT * FROM exception e
    WHERE EXISTS (SELECT FROM unnest(e.orders) o(id) WHERE EXISTS (
        SELECT FROM own.board b WHERE b.order_id = o.id OFFSET 0) OFFSET 0);
-- A promise is about an order, or about a purchase that serves some.
CREATE VIEW own.promise AS SELECT * FROM promise p
    WHERE EXISTS (SELECT FROM own.board b WHERE b.order_id = p.order_id OFFSET 0)
        OR p.order_id IS NULL AND EXISTS (SELECT FROM own.serving s WHERE s.purchase_id = p.purchase_id OFFSET 0);
CREATE VIEW own.promise_now AS SELECT * FROM promise_now p
    WHERE EXISTS (SELECT FROM own.board b WHERE b.order_id = p.order_id OFFSET 0)
        OR p.order_id IS NULL AND EXISTS (SELECT FROM own.serving s WHERE s.purchase_id = p.purchase_id OFFSET 0);
CREATE VIEW own.purchase_to_undo AS SELECT * FROM purchase_to_undo u
    WHERE EXISTS (SELECT FROM own.board b WHERE b.order_id = u.order_id OFFSET 0);
CREATE VIEW own.open_promise AS SELECT * FROM open_promise p
    WHERE EXISTS (SELECT FROM own.board b WHERE b.order_id = p.order_id OFFSET 0)
        OR p.order_id IS NULL AND EXISTS (SELECT FROM own.serving s WHERE s.purchase_id = p.purchase_id OFFSET 0);

-- The ids of all orders and exceptions that are not his.
CREATE VIEW own.hidden AS
    SELECT order_id AS id FROM board b
        WHERE NOT EXISTS (SELECT FROM own.board o WHERE o.order_id = b.order_id OFFSET 0)
    UNION ALL SELECT exception_id FROM exception e
        WHERE NOT EXISTS (SELECT FROM own.exception o WHERE o.exception_id = e.exception_id OFFSET 0);
