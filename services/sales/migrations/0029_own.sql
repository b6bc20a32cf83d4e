-- Of the staff what says whose customers somebody sees (ALL-3, ALL-8).
CREATE TABLE person (
    person text PRIMARY KEY,
    version int NOT NULL,
    active boolean NOT NULL,
    deputy text,
    superior text,
    away_from date,
    away_until date
);
CREATE INDEX customer_merchandiser ON customer ((state ->> 'merchandiser'));

-- What somebody sees who sees only his own (decision 0056): under the name of each table the rows about customers for
-- whom one of gendan.people answers, or nobody does yet. A table that gets a column, or a new one about customers, has
-- its view here again; a view that is missing is found by services/sales/tests/test_own_customers.py.
CREATE SCHEMA own;
CREATE VIEW own.customer AS SELECT * FROM customer
    WHERE state ->> 'merchandiser' IS NULL
        OR state ->> 'merchandiser' = ANY(current_setting('gendan.people')::text[]);
CREATE VIEW own.sales_order AS SELECT * FROM sales_order WHERE customer IN (SELECT customer FROM own.customer);
CREATE VIEW own.credit AS SELECT * FROM credit WHERE customer IN (SELECT customer FROM own.customer);
CREATE VIEW own.inquiry AS SELECT * FROM inquiry WHERE customer IN (SELECT customer FROM own.customer);
CREATE VIEW own.complaint AS SELECT * FROM complaint WHERE customer IN (SELECT customer FROM own.customer);
CREATE VIEW own.sales_contract AS SELECT * FROM sales_contract WHERE customer IN (SELECT customer FROM own.customer);
CREATE VIEW own.sample AS SELECT * FROM sample WHERE customer IN (SELECT customer FROM own.customer);
CREATE VIEW own.feedback AS SELECT * FROM feedback WHERE customer IN (SELECT customer FROM own.customer);
CREATE VIEW own.feedback_turn AS SELECT * FROM feedback_turn WHERE customer IN (SELECT customer FROM own.customer);
CREATE VIEW own.conversation AS SELECT * FROM conversation WHERE customer IN (SELECT customer FROM own.customer);
CREATE VIEW own.ticket AS SELECT * FROM ticket WHERE customer IN (SELECT customer FROM own.customer);
CREATE VIEW own.trial AS SELECT * FROM trial WHERE customer IN (SELECT customer FROM own.customer);
CREATE VIEW own.letter AS SELECT * FROM letter WHERE customer IN (SELECT customer FROM own.customer);
CREATE VIEW own.paper AS SELECT * FROM paper WHERE customer IN (SELECT customer FROM own.customer);
CREATE VIEW own.receipt AS SELECT * FROM receipt r
    WHERE EXISTS (SELECT FROM own.sales_order o WHERE o.id = r.order_id);
CREATE VIEW own.chase AS SELECT * FROM chase c
    WHERE EXISTS (SELECT FROM own.sales_order o WHERE o.id = c.order_id);
CREATE VIEW own.order_came_by AS SELECT * FROM order_came_by b
    WHERE EXISTS (SELECT FROM own.sales_order o WHERE o.id = b.order_id);
CREATE VIEW own.inquiry_needs AS SELECT * FROM inquiry_needs n
    WHERE EXISTS (SELECT FROM own.inquiry i WHERE i.inquiry_id = n.inquiry_id);

-- The ids of all documents that are not his.
CREATE VIEW own.hidden AS SELECT id FROM (
    SELECT id, customer FROM sales_order
    UNION ALL SELECT inquiry_id, customer FROM inquiry
    UNION ALL SELECT complaint_id, customer FROM complaint
    UNION ALL SELECT contract_id, customer FROM sales_contract
    UNION ALL SELECT sample_id, customer FROM sample
    UNION ALL SELECT feedback_id, customer FROM feedback
    UNION ALL SELECT conversation_id, customer FROM conversation
    UNION ALL SELECT ticket_id, customer FROM ticket
    UNION ALL SELECT trial_id, customer FROM trial
    UNION ALL SELECT letter_id, customer FROM letter
) AS document WHERE customer NOT IN (SELECT customer FROM own.customer);
