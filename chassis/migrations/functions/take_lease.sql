-- The relay's lease until the end of the transaction, and what is unsent of all that is not set aside (topics, and
-- streams as "topic key"). A row without an id: another replica has the lease. In a volatile function the second
-- statement sees what the last holder deleted.
CREATE OR REPLACE FUNCTION take_lease(set_aside text[], at_most int) RETURNS TABLE (
    id bigint, message_id uuid, topic text, key text, sequence bigint, body bytea, at timestamptz,
    recorded_at timestamptz, cause_id uuid, traceparent text
)
LANGUAGE plpgsql VOLATILE AS $$
#variable_conflict use_column
BEGIN
    PERFORM FROM key WHERE key = 'relay' FOR UPDATE SKIP LOCKED;
    IF FOUND THEN
        RETURN QUERY
        SELECT o.id, o.message_id, o.topic, o.key, o.sequence, o.body, o.at, o.recorded_at, o.cause_id, o.traceparent
        FROM outbox o WHERE o.topic <> ALL(set_aside) AND o.topic || ' ' || o.key <> ALL(set_aside)
        ORDER BY o.id LIMIT at_most;
    ELSE
        RETURN NEXT;
    END IF;
END $$;
