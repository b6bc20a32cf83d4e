-- For replicas of the release before; this one asks ways_of. How items can be had on a day by the offers that can be read: within so
-- many days, in one of these currencies. Locked: no offer is being kept meanwhile, so that nobody waits for what has come (in a
-- volatile function each statement looks anew).
CREATE OR REPLACE FUNCTION supply_of(of_items text[], days_max int, currencies text[], locked bool, on_day date)
RETURNS TABLE (item text, discontinued bool, lead_days int)
LANGUAGE plpgsql VOLATILE AS $$
#variable_conflict use_column
BEGIN
    IF locked THEN
        PERFORM pg_advisory_xact_lock(hashtext('purchasing.dealing'));
    END IF;
    RETURN QUERY
    SELECT a.item, coalesce(i.discontinued, false), (
        SELECT (o.doc->>'lead_days')::int FROM offer o JOIN supplier s USING (supplier)
        WHERE o.item = a.item AND o.available AND s.active AND (o.doc->>'lead_days')::numeric BETWEEN 0 AND days_max
          AND coalesce(o.doc->>'valid_until', on_day::text) >= on_day::text
          AND o.doc#>>'{unit_price,currency}' = ANY(currencies) AND o.doc#>>'{agreed_price,currency}' = ANY(currencies)
        ORDER BY o.rank, o.supplier LIMIT 1)
    FROM unnest(of_items) AS a(item) LEFT JOIN item i ON i.item = a.item;
END $$;
