-- How items can be had on a day by the offers that can be read: within so many days, in one of these currencies. Locked: no offer is
-- being kept meanwhile, so that nobody waits for what has come (in a volatile function each statement looks anew).
-- made: a bill of materials or a line says so. offers: the first by rank, and the others where one has a limit or it is made.
-- bought: what is under way of it, where an offer has a limit.
CREATE OR REPLACE FUNCTION ways_of(of_items text[], days_max int, currencies text[], locked bool, on_day date)
RETURNS TABLE (item text, discontinued bool, lead_days int, unit text, made bool, offers text[], bought text[])
LANGUAGE plpgsql VOLATILE AS $$
#variable_conflict use_column
BEGIN
    IF locked THEN
        PERFORM pg_advisory_xact_lock(hashtext('purchasing.dealing'));
    END IF;
    RETURN QUERY
    SELECT a.item, coalesce(i.discontinued, false), best.days[1], coalesce(i.unit, ''), own.made,
        CASE WHEN own.made OR best.limited THEN best.docs ELSE best.docs[1:1] END,
        CASE WHEN best.limited THEN ARRAY(
            SELECT p.doc::text FROM purchase p WHERE p.item = a.item AND p.state <> 'closed' ORDER BY p.id) END
    FROM unnest(of_items) AS a(item) LEFT JOIN item i ON i.item = a.item
    CROSS JOIN LATERAL (
        SELECT array_agg((o.doc->>'lead_days')::int ORDER BY o.rank, o.supplier) AS days,
            array_agg(o.doc::text ORDER BY o.rank, o.supplier) AS docs,
            bool_or(coalesce(o.doc->>'weekly', '0') <> '0') AS limited
        FROM offer o JOIN supplier s USING (supplier)
        WHERE o.item = a.item AND o.available AND s.active AND (o.doc->>'lead_days')::numeric BETWEEN 0 AND days_max
          AND coalesce(o.doc->>'valid_until', on_day::text) >= on_day::text
          AND o.doc#>>'{unit_price,currency}' = ANY(currencies) AND o.doc#>>'{agreed_price,currency}' = ANY(currencies)
    ) AS best
    CROSS JOIN LATERAL (
        SELECT EXISTS (SELECT FROM bill_of_materials b WHERE b.item = a.item)
            OR EXISTS (SELECT FROM line_item l WHERE l.item = a.item) AS made
    ) AS own;
END $$;
