-- Lock the keys, which come sorted, then take the messages in charge: in a volatile function each statement sees what
-- was committed before it, so the second one sees what the last holder of a lock heard and parked.
-- Of each message, in their order: it is fresh, or its number was taken by another; what of its stream was heard last,
-- unless it is the first itself; what is parked of it first. With the first of them the figures that hold on the day, as
-- JSON, none for none: most handlers ask for them, and would pay a round trip.
CREATE OR REPLACE FUNCTION take_in_charge(
    to_lock text[], ids uuid[], topics text[], keys text[], sequences bigint[], day date
) RETURNS TABLE (fresh bool, taken bool, last_heard bigint, first_parked bigint, figures json)
LANGUAGE plpgsql VOLATILE AS $$
#variable_conflict use_column
BEGIN
    PERFORM lock_keys(to_lock);
    RETURN QUERY
    WITH heard AS (
        SELECT * FROM unnest(ids, topics, keys, sequences)
            WITH ORDINALITY AS h(message_id, topic, key, sequence, position)
    ), recorded AS (
        INSERT INTO inbox (message_id, topic, key, sequence)
        SELECT message_id, topic, key, sequence FROM heard ON CONFLICT DO NOTHING
        RETURNING message_id
    )
    SELECT h.fresh,
           NOT h.fresh AND h.sequence IS NOT NULL AND NOT EXISTS (
               SELECT FROM inbox i WHERE i.topic = h.topic AND i.key = h.key AND i.sequence = h.sequence
                                     AND i.message_id = h.message_id),
           CASE WHEN h.sequence > 1 THEN
               (SELECT max(i.sequence) FROM inbox i WHERE i.topic = h.topic AND i.key = h.key) END,
           CASE WHEN EXISTS (SELECT FROM parked) THEN
               (SELECT min(p.sequence) FROM parked p WHERE p.topic = h.topic AND p.key = h.key) END,
           CASE WHEN h.position = 1 THEN
               (SELECT json_agg(json_build_array(f.name, f.value)) FROM held_figures(day) f) END
    FROM (SELECT *, message_id IN (SELECT message_id FROM recorded) AS fresh FROM heard) h ORDER BY h.position;
END $$;
