-- What a transaction leaves behind, its last statement: what waits for the messages that it handled is due, its lines
-- in the event log, its events numbered per (topic, key). The rows of said are locked last of all (decision 0003).
-- Whether anything is due, and of each event, in their order, what the relay sends it with: its place in the outbox, its
-- number, and when it was recorded. Without events one row that tells the first alone.
CREATE OR REPLACE FUNCTION hand_over(
    at timestamptz, handled_keys text[], handled_topics text[],
    log_orders uuid[], log_kinds text[], log_topics text[], log_ids uuid[], log_causes uuid[], log_traces text[],
    log_remarks text[],
    ids uuid[], topics text[], keys text[], bodies bytea[], causes uuid[], traces text[]
) RETURNS TABLE (due bool, id bigint, sequence bigint, recorded_at timestamptz)
LANGUAGE plpgsql VOLATILE AS $$
#variable_conflict use_column
DECLARE
    woken bool;
BEGIN
    UPDATE parked SET due_at = now()
    WHERE awaits_key = ANY(handled_keys) AND why = 'not_ready' AND awaits_topics && handled_topics;
    woken := FOUND;
    INSERT INTO fact (order_id, kind, topic, message_id, cause_id, traceparent, note, at)
    SELECT *, hand_over.at
    FROM unnest(log_orders, log_kinds, log_topics, log_ids, log_causes, log_traces, log_remarks);
    IF cardinality(ids) = 0 THEN
        RETURN QUERY SELECT woken, NULL::bigint, NULL::bigint, NULL::timestamptz;
        RETURN;
    END IF;
    RETURN QUERY
    WITH new AS (
        SELECT * FROM unnest(ids, topics, keys, bodies, causes, traces)
            WITH ORDINALITY AS n(message_id, topic, key, body, cause_id, traceparent, position)
    ), counted AS (
        INSERT INTO said (topic, key, sequence)
        SELECT topic, key, count(*) FROM new GROUP BY topic, key ORDER BY topic, key
        ON CONFLICT (topic, key) DO UPDATE SET sequence = said.sequence + EXCLUDED.sequence
        RETURNING topic, key, sequence
    ), written AS (
        INSERT INTO outbox (message_id, topic, key, sequence, body, at, cause_id, traceparent)
        SELECT n.message_id, n.topic, n.key,
               c.sequence - count(*) OVER (PARTITION BY n.topic, n.key)
                          + row_number() OVER (PARTITION BY n.topic, n.key ORDER BY n.position),
               n.body, hand_over.at, n.cause_id, n.traceparent
        FROM new n JOIN counted c USING (topic, key)
        ORDER BY n.position
        RETURNING id, sequence, recorded_at
    )
    SELECT woken, w.id, w.sequence, w.recorded_at FROM written w ORDER BY w.id;
END $$;
