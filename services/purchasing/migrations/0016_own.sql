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

-- Whose an order is; of one that was received before this release there is nothing, and it is for who sees all.
CREATE TABLE order_customer (
    order_id uuid PRIMARY KEY,
    customer text NOT NULL
);

-- What somebody sees who sees only his own (decision 0056): under the name of each table the rows about customers for
-- whom one of gendan.people answers, or nobody does yet; of a customer of whom sales said nothing, none. Whose a row is
-- is looked up by key for each row (OFFSET 0). A table that gets a column, or a new one about orders, has its view here
-- again; a view that is missing is found by tests/chassis/test_own_views.py.
CREATE SCHEMA own;
CREATE VIEW own.answers_for AS SELECT * FROM answers_for
    WHERE merchandiser IS NULL OR merchandiser = ANY(current_setting('gendan.people')::text[]);
CREATE VIEW own.order_customer AS SELECT * FROM order_customer
    WHERE EXISTS (SELECT FROM own.answers_for a WHERE a.customer = order_customer.customer OFFSET 0);
CREATE VIEW own.demand AS SELECT * FROM demand d
    WHERE EXISTS (SELECT FROM own.order_customer o WHERE o.order_id = d.order_id OFFSET 0);
CREATE VIEW own.need_line AS SELECT * FROM need_line n
    WHERE EXISTS (SELECT FROM own.order_customer o WHERE o.order_id = n.order_id OFFSET 0);
CREATE VIEW own.waiting_review AS SELECT * FROM waiting_review w
    WHERE EXISTS (SELECT FROM own.order_customer o WHERE o.order_id = w.order_id OFFSET 0);
CREATE VIEW own.tried AS SELECT * FROM tried t
    WHERE EXISTS (SELECT FROM own.order_customer o WHERE o.order_id = t.order_id OFFSET 0);
-- What serves no order fills the shelf, and is for no customer; of what serves several, each sees the part of his own.
CREATE VIEW own.purchase AS SELECT id, item, supplier, state, number,
    doc || jsonb_build_object(
        'served', coalesce((
            SELECT jsonb_agg(s.one ORDER BY s.at)
            FROM jsonb_array_elements(doc -> 'served') WITH ORDINALITY AS s(one, at)
            WHERE EXISTS (SELECT FROM own.order_customer o WHERE o.order_id = (s.one ->> 'order_id')::uuid OFFSET 0)
        ), '[]'),
        'last_served', coalesce((
            SELECT jsonb_agg(s.id ORDER BY s.at)
            FROM jsonb_array_elements_text(doc -> 'last_served') WITH ORDINALITY AS s(id, at)
            WHERE EXISTS (SELECT FROM own.order_customer o WHERE o.order_id = s.id::uuid OFFSET 0)
        ), '[]')
    ) AS doc
    FROM purchase p
    WHERE coalesce(doc -> 'served', '[]') = '[]' AND coalesce(doc -> 'last_served', '[]') = '[]'
        OR EXISTS (
            SELECT FROM jsonb_array_elements(doc -> 'served') AS s(one)
            JOIN own.order_customer o ON o.order_id = (s.one ->> 'order_id')::uuid OFFSET 0
        )
        OR EXISTS (
            SELECT FROM jsonb_array_elements_text(doc -> 'last_served') AS s(id)
            JOIN own.order_customer o ON o.order_id = s.id::uuid OFFSET 0
        );
CREATE VIEW own.tax_invoice AS SELECT * FROM tax_invoice t
    WHERE EXISTS (SELECT FROM own.purchase p WHERE p.id = t.purchase_id OFFSET 0);
CREATE VIEW own.billing AS SELECT * FROM billing b
    WHERE EXISTS (SELECT FROM own.purchase p WHERE p.id = b.purchase_id OFFSET 0);
CREATE VIEW own.claim AS SELECT * FROM claim k
    WHERE EXISTS (SELECT FROM own.purchase p WHERE p.id = k.purchase_id OFFSET 0);
CREATE VIEW own.production AS SELECT * FROM production r
    WHERE EXISTS (SELECT FROM own.purchase p WHERE p.id = r.purchase_id OFFSET 0);
CREATE VIEW own.paper AS SELECT * FROM paper p WHERE CASE WHEN order_id IS NULL THEN true
    ELSE EXISTS (SELECT FROM own.order_customer o WHERE o.order_id = p.order_id OFFSET 0) END;

-- The ids of all documents that are not his.
CREATE VIEW own.hidden AS
    SELECT order_id AS id FROM demand d
        WHERE NOT EXISTS (SELECT FROM own.demand o WHERE o.order_id = d.order_id OFFSET 0)
    UNION ALL SELECT order_id FROM order_customer d
        WHERE NOT EXISTS (SELECT FROM own.order_customer o WHERE o.order_id = d.order_id OFFSET 0)
    UNION ALL SELECT id FROM purchase p
        WHERE NOT EXISTS (SELECT FROM own.purchase o WHERE o.id = p.id OFFSET 0)
    UNION ALL SELECT claim_id FROM claim k
        WHERE NOT EXISTS (SELECT FROM own.claim o WHERE o.claim_id = k.claim_id OFFSET 0);
