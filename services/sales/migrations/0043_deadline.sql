-- Which measures of a complaint are to be taken still (SAL-12), and until when something is done about a low score (SAL-14).
ALTER TABLE complaint ADD COLUMN measures_open boolean NOT NULL DEFAULT false;
CREATE INDEX complaint_measures ON complaint (complaint_id) WHERE measures_open;
CREATE INDEX complaint_unfinished ON complaint (complaint_id) WHERE NOT closed OR measures_open;
DROP INDEX complaint_waiting;
ALTER TABLE feedback ADD COLUMN follow_up_by date;
CREATE INDEX inquiry_unanswered ON inquiry (inquiry_id)
    WHERE status IN ('open', 'to_approve') AND quotations = '{}'::text[];
CREATE INDEX sales_contract_until ON sales_contract (contract_id) WHERE valid_until IS NOT NULL;

-- What waits for somebody until a day (NOT-3): an inquiry for its answer (SAL-1), a sample for its verdict (SAL-23), a
-- promise about no order to be kept (SAL-22), a measure to be taken (SAL-12), a low score for what is done about it
-- (SAL-14), a contract to be prolonged (SAL-18). A promise about an order is said with its conversation.
CREATE VIEW waiting_document AS
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
FROM sales_contract WHERE valid_until IS NOT NULL;

-- What was said of it: the day, null once it was said to be over; version counts the days.
CREATE TABLE deadline (
    document_id uuid PRIMARY KEY,
    kind text NOT NULL,
    number text NOT NULL,
    customer text NOT NULL,
    order_id uuid,
    until date,
    version int NOT NULL
);
CREATE INDEX deadline_open ON deadline (document_id) WHERE until IS NOT NULL;

CREATE OR REPLACE VIEW own.complaint AS SELECT * FROM complaint WHERE customer IN (SELECT customer FROM own.customer);
CREATE OR REPLACE VIEW own.feedback AS SELECT * FROM feedback WHERE customer IN (SELECT customer FROM own.customer);
CREATE VIEW own.waiting_document AS SELECT * FROM waiting_document
    WHERE customer IN (SELECT customer FROM own.customer);
CREATE VIEW own.deadline AS SELECT * FROM deadline WHERE customer IN (SELECT customer FROM own.customer);
