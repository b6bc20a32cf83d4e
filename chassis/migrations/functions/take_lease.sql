-- What Kafka has acknowledged is gone; then the relay's lease until the end of the transaction, and what is unsent of
-- all that is not set aside (topics, and streams as "topic key"). A row without an id: another replica has the lease.
-- Of what was committed just now no more than up to an id: the rest is on its way already, or another replica sends it.
-- In a volatile function each statement sees what the last holder deleted.
CREATE OR REPLACE FUNCTION take_lease(
    set_aside text[], at_most int, acknowledged bigint[], up_to bigint, just_now interval
) RETURNS TABLE (
    id bigint, message_id uuid, topic text, key text, sequence bigint, body bytea, at timestamptz,
    recorded_at timestamptz, cause_id uuid, traceparent text
)
LANGUAGE plpgsql VOLATILE AS $$
#variable_conflict use_column
BEGIN
    DELETE FROM outbox WHERE id = ANY(acknowledged);
    PERFORM FROM key WHERE key = 'relay' FOR UPDATE SKIP LOCKED;
    IF FOUND THEN
        RETURN QUERY
        SELECT o.id, o.message_id, o.topic, o.key, o.sequence, o.body, o.at, o.recorded_at, o.cause_id, o.traceparent
        FROM outbox o
        WHERE o.id <= greatest(up_to, (SELECT max(id) FROM outbox WHERE recorded_at < now() - just_now))
            AND o.topic <> ALL(set_aside) AND o.topic || ' ' || o.key <> ALL(set_aside)
        ORDER BY o.id LIMIT at_most;
    ELSE
        RETURN NEXT;
    END IF;
END $$;
