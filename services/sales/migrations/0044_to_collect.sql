-- Deliveries that are not paid, each with the last day to have followed its money up (SAL-11): the day from which and the
-- day until which, as JSON, null where there is none. It changes with what touches an index of the order anyway. Orders
-- of before have it from their next step on.
ALTER TABLE sales_order ADD COLUMN to_collect jsonb;
CREATE INDEX sales_order_to_collect ON sales_order (id) WHERE to_collect IS NOT NULL;
CREATE OR REPLACE VIEW own.sales_order AS SELECT * FROM sales_order
    WHERE customer IN (SELECT customer FROM own.customer);

-- What waits for somebody until a day, as before; and the money of deliveries, until who asked the customer for it, or
-- was told that he paid, has noted that.
CREATE OR REPLACE VIEW waiting_document AS
SELECT inquiry_id AS document_id, 'inquiry' AS kind, number, customer, NULL::uuid AS order_id,
    (document ->> 'answer_by')::date AS until
FROM inquiry WHERE status IN ('open', 'to_approve') AND quotations = '{}'::text[] AND document ->> 'answer_by' IS NOT NULL
UNION ALL SELECT sample_id, 'sample', number, customer, NULL, (document -> 'rounds' -> -1 ->> 'judge_by')::date
FROM sample WHERE NOT ended
UNION ALL SELECT conversation_id, 'conversation', number, customer, NULL, (document ->> 'promised_by')::date
FROM conversation WHERE promise_open AND order_id IS NULL
UNION ALL SELECT md5(complaint_id::text || m.which)::uuid, 'measure', number, customer, order_id,
    (document -> 'analysis' -> m.which ->> 'due')::date
FROM complaint CROSS JOIN (VALUES ('corrective'), ('preventive')) AS m(which)
WHERE measures_open AND coalesce(document -> 'analysis' -> m.which ->> 'done', '') = ''
UNION ALL SELECT feedback_id, 'feedback', number, customer, order_id, follow_up_by
FROM feedback WHERE low AND done = '' AND follow_up_by IS NOT NULL
UNION ALL SELECT contract_id, 'contract', number, customer, NULL, valid_until
FROM sales_contract WHERE valid_until IS NOT NULL
UNION ALL SELECT md5('collection' || o.id::text)::uuid, 'collection', o.number, o.customer, o.id, (
    SELECT min(d.by) FROM jsonb_to_recordset(o.to_collect) AS d(since date, by date)
    WHERE NOT EXISTS (SELECT FROM chase c WHERE c.order_id = o.id AND (c.doc ->> 'asked_on')::date >= d.since)
        AND NOT EXISTS (SELECT FROM receipt r WHERE r.order_id = o.id AND r.received_on >= d.since))
FROM sales_order o WHERE o.to_collect IS NOT NULL;
