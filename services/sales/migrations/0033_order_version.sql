-- What an order said in each version since its confirmation, for people who hold two against each other (SAL-9).
CREATE TABLE order_version (
    order_id uuid NOT NULL,
    version int NOT NULL,
    at timestamptz NOT NULL,
    reason text NOT NULL,
    content json NOT NULL,
    PRIMARY KEY (order_id, version)
);
INSERT INTO order_version (order_id, version, at, reason, content)
SELECT id, (document ->> 'version')::int, now(), '', document -> 'content'
FROM sales_order WHERE document ->> 'status' IN ('confirmed', 'closed');
CREATE VIEW own.order_version AS SELECT * FROM order_version v
    WHERE EXISTS (SELECT FROM own.sales_order o WHERE o.id = v.order_id);
