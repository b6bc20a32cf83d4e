-- Of the staff what says whose customers somebody sees; who answers for a customer, as sales said last (ALL-3, SAL-15).
CREATE TABLE person (
    person text PRIMARY KEY,
    version int NOT NULL,
    active boolean NOT NULL,
    deputy text,
    superior text,
    away_from date,
    away_until date
);
CREATE TABLE answers_for (
    customer text PRIMARY KEY,
    version int NOT NULL,
    merchandiser text
);

-- What somebody sees who sees only his own (decision 0056): under the name of each table the rows about customers for
-- whom one of gendan.people answers, or nobody does yet; of a customer of whom sales said nothing, none. Whose a row is
-- is looked up by key for each row (OFFSET 0). A table that gets a column, or a new one about orders, has its view here
-- again; a view that is missing is found by tests/chassis/test_own_views.py.
CREATE SCHEMA own;
CREATE VIEW own.answers_for AS SELECT * FROM answers_for
    WHERE merchandiser IS NULL OR merchandiser = ANY(current_setting('gendan.people')::text[]);
CREATE VIEW own.order_version AS SELECT * FROM order_version v WHERE EXISTS (
    SELECT FROM order_version k WHERE k.order_id = v.order_id
        AND EXISTS (SELECT FROM own.answers_for a WHERE a.customer = k.customer OFFSET 0)
    OFFSET 0);
CREATE VIEW own.shipment AS SELECT * FROM shipment
    WHERE EXISTS (SELECT FROM own.answers_for a WHERE a.customer = shipment.customer OFFSET 0);
CREATE VIEW own.letter_of_credit AS SELECT * FROM letter_of_credit l
    WHERE EXISTS (SELECT FROM own.order_version v WHERE v.order_id = l.order_id OFFSET 0);
CREATE VIEW own.shipment_document AS SELECT * FROM shipment_document d
    WHERE EXISTS (SELECT FROM own.shipment s WHERE s.shipment_id = d.shipment_id OFFSET 0);
CREATE VIEW own.journey_event AS SELECT * FROM journey_event j
    WHERE EXISTS (SELECT FROM own.shipment s WHERE s.shipment_id = j.shipment_id OFFSET 0);
CREATE VIEW own.held_up AS SELECT * FROM held_up h
    WHERE EXISTS (SELECT FROM own.shipment s WHERE s.shipment_id = h.shipment_id OFFSET 0);
CREATE VIEW own.customer_language AS SELECT * FROM customer_language
    WHERE EXISTS (SELECT FROM own.answers_for a WHERE a.customer = customer_language.customer OFFSET 0);
CREATE VIEW own.paper AS SELECT * FROM paper p WHERE CASE WHEN order_id IS NULL THEN true
    ELSE EXISTS (SELECT FROM own.order_version v WHERE v.order_id = p.order_id OFFSET 0)
        OR EXISTS (SELECT FROM own.shipment s WHERE s.order_id = p.order_id OFFSET 0) END;

-- The ids of all documents that are not his.
CREATE VIEW own.hidden AS
    SELECT order_id AS id FROM order_version v
        WHERE NOT EXISTS (SELECT FROM own.order_version o WHERE o.order_id = v.order_id OFFSET 0)
    UNION ALL SELECT shipment_id FROM shipment s
        WHERE NOT EXISTS (SELECT FROM own.shipment o WHERE o.shipment_id = s.shipment_id OFFSET 0);
