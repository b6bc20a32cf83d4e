-- The link by which a person's calendar reads his key dates (NOT-5): of it the hash, and what he may see as it was made.
CREATE TABLE calendar_link (
    person text PRIMARY KEY,
    token_sha256 text NOT NULL UNIQUE,
    roles text[] NOT NULL,
    language text NOT NULL,
    made_at timestamptz NOT NULL
);
CREATE INDEX answers_for_merchandiser ON answers_for (merchandiser);
-- What was said of an order's letter of credit is asked for each of many orders; by the index of all its events PostgreSQL
-- looked through all there are, where it had counted those of few orders.
CREATE INDEX order_event_credit ON order_event (order_id, id)
    WHERE topic IN ('lc.received', 'lc.amended', 'lc.compared');
