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
CREATE VIEW own.demand AS SELECT * FROM demand
    WHERE EXISTS (SELECT FROM own.answers_for a WHERE a.customer = demand.customer OFFSET 0);
CREATE VIEW own.claim AS SELECT * FROM claim k
    WHERE EXISTS (SELECT FROM own.demand d WHERE d.order_id = k.order_id OFFSET 0);
CREATE VIEW own.review AS SELECT * FROM review r
    WHERE EXISTS (SELECT FROM own.demand d WHERE d.order_id = r.order_id OFFSET 0);
CREATE VIEW own.shipment AS SELECT * FROM shipment s
    WHERE EXISTS (SELECT FROM own.demand d WHERE d.order_id = s.order_id OFFSET 0);
CREATE VIEW own.expected_back AS SELECT * FROM expected_back e
    WHERE EXISTS (SELECT FROM own.shipment s WHERE s.shipment_id = e.shipment_id OFFSET 0);
-- Goods for the shelf are for no customer; those for orders of several are seen by each who answers for one.
CREATE VIEW own.purchase AS SELECT * FROM purchase p
    WHERE orders = '{}' OR EXISTS (SELECT FROM own.demand d WHERE d.order_id = ANY(p.orders) OFFSET 0);
CREATE VIEW own.inspection AS SELECT * FROM inspection i
    WHERE EXISTS (SELECT FROM own.purchase p WHERE p.purchase_id = i.purchase_id OFFSET 0);
CREATE VIEW own.disposal AS SELECT * FROM disposal d
    WHERE EXISTS (SELECT FROM own.inspection i WHERE i.inspection_id = d.inspection_id OFFSET 0);
-- A piece that came back from another's customer is there for all, without where it was.
CREATE VIEW own.serial AS SELECT item, serial, receipt, inspection_id, shipment_id,
    ARRAY(SELECT w FROM unnest(went) AS w WHERE EXISTS (SELECT FROM own.shipment s WHERE s.shipment_id = w OFFSET 0)) AS went,
    left_as
    FROM serial n
    WHERE (shipment_id IS NULL OR EXISTS (SELECT FROM own.shipment s WHERE s.shipment_id = n.shipment_id OFFSET 0))
        AND (inspection_id IS NULL OR EXISTS (
            SELECT FROM own.inspection i WHERE i.inspection_id = n.inspection_id OFFSET 0));
CREATE VIEW own.gate_inspection AS SELECT * FROM gate_inspection g
    WHERE orders = '{}' OR EXISTS (SELECT FROM own.demand d WHERE d.order_id = ANY(g.orders) OFFSET 0);
-- How much of an item moved and lies where is of the goods, and for all to see; by which slip it left is not.
CREATE VIEW own.anothers_slip AS SELECT s.slip_number FROM shipment s
    WHERE s.slip_number <> '' AND NOT EXISTS (SELECT FROM own.demand d WHERE d.order_id = s.order_id OFFSET 0);
CREATE VIEW own.movement AS SELECT id, item, kind, quantity,
    CASE WHEN kind IN ('dispatch', 'packing', 'return') AND EXISTS (
        SELECT FROM own.anothers_slip o WHERE o.slip_number = m.reference) THEN '' ELSE reference END AS reference,
    CASE WHEN kind IN ('dispatch', 'packing', 'return') AND EXISTS (
        SELECT FROM own.anothers_slip o WHERE o.slip_number = m.reference) THEN '' ELSE reason END AS reason,
    at, inspection, quarantined,
    CASE WHEN kind IN ('dispatch', 'packing', 'return') AND EXISTS (
        SELECT FROM own.anothers_slip o WHERE o.slip_number = m.place) THEN '…' ELSE place END AS place,
    lot, in_transit
    FROM movement m;
CREATE VIEW own.quant AS SELECT item,
    CASE WHEN EXISTS (SELECT FROM own.anothers_slip o WHERE o.slip_number = q.place) THEN '…' ELSE place END AS place,
    lot, expires_on, quantity
    FROM quant q;
CREATE VIEW own.paper AS SELECT * FROM paper p WHERE CASE WHEN order_id IS NULL THEN true
    ELSE EXISTS (SELECT FROM own.demand d WHERE d.order_id = p.order_id OFFSET 0) END;

-- The ids of all documents that are not his.
CREATE VIEW own.hidden AS
    SELECT order_id AS id FROM demand d
        WHERE NOT EXISTS (SELECT FROM own.demand o WHERE o.order_id = d.order_id OFFSET 0)
    UNION ALL SELECT shipment_id FROM shipment s
        WHERE NOT EXISTS (SELECT FROM own.shipment o WHERE o.shipment_id = s.shipment_id OFFSET 0)
    UNION ALL SELECT purchase_id FROM purchase p
        WHERE NOT EXISTS (SELECT FROM own.purchase o WHERE o.purchase_id = p.purchase_id OFFSET 0)
    UNION ALL SELECT inspection_id FROM inspection i
        WHERE NOT EXISTS (SELECT FROM own.inspection o WHERE o.inspection_id = i.inspection_id OFFSET 0)
    UNION ALL SELECT inspection_id FROM gate_inspection g
        WHERE NOT EXISTS (SELECT FROM own.gate_inspection o WHERE o.inspection_id = g.inspection_id OFFSET 0);
