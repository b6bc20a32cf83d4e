-- Lock all dealing, then look: in a volatile function each statement sees what was committed before it, so the second one
-- reads what the last holder of the lock wrote. One round trip; a row per item and per order.
CREATE OR REPLACE FUNCTION open_ledger(of_items text[], of_orders uuid[], of_purchases uuid[], of_suppliers text[])
RETURNS TABLE (kind text, doc text)
LANGUAGE plpgsql VOLATILE AS $$
#variable_conflict use_column
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('purchasing.dealing'));
    RETURN QUERY
    WITH touched AS (
        SELECT unnest(of_items) AS item
        UNION SELECT item FROM need_line WHERE order_id = ANY(of_orders)
        UNION SELECT item FROM purchase WHERE id = ANY(of_purchases)
        UNION SELECT item FROM offer WHERE supplier = ANY(of_suppliers)
    )
    SELECT 'book' AS kind, jsonb_build_object(
        'item', t.item,
        'version', coalesce(i.version, 0),
        'discontinued', coalesce(i.discontinued, false),
        'unit', coalesce(i.unit, ''),
        'cover_version', coalesce(i.cover_version, 0),
        'cover_total', coalesce(i.cover_total, 0)::text,
        'cover_received', coalesce(i.cover_received, 0)::text,
        'received', coalesce(i.received, 0)::text,
        'low_version', coalesce(i.low_version, 0),
        'unbought', coalesce(i.unbought, 0)::text,
        'materials', coalesce(i.materials, 0)::text,
        'needs', (
            SELECT coalesce(jsonb_object_agg(l.order_id, jsonb_build_object(
                'order_id', l.order_id, 'quantity', l.quantity::text, 'need_version', d.need_version,
                'order_version', d.need_order_version, 'priority', d.priority, 'number', d.number,
                'promised', d.promised)), '{}')
            FROM need_line l JOIN demand d USING (order_id) WHERE l.item = t.item),
        'offers', (
            SELECT coalesce(jsonb_agg(o.doc ORDER BY o.rank, o.supplier), '[]')
            FROM offer o JOIN supplier s USING (supplier) WHERE o.item = t.item AND o.available AND s.active),
        'purchases', (
            SELECT coalesce(jsonb_agg(p.doc ORDER BY p.id), '[]')
            FROM purchase p WHERE p.item = t.item AND p.state <> 'closed')
            || (SELECT coalesce(jsonb_agg(p.doc ORDER BY p.id), '[]')
            FROM purchase p WHERE p.item = t.item AND p.state = 'closed' AND p.id = ANY(of_purchases)),
        'tried', (
            SELECT coalesce(jsonb_agg(jsonb_build_object('supplier', r.supplier, 'order_id', r.order_id,
                'order_version', r.order_version, 'budget', r.budget)), '[]')
            FROM tried r WHERE r.item = t.item)
    )::text AS doc
    FROM touched t LEFT JOIN item i USING (item)
    UNION ALL
    SELECT 'demand', jsonb_build_object(
        'order_id', a.order_id, 'version', coalesce(d.version, 0), 'final', coalesce(d.final, false),
        'priority', coalesce(d.priority, 0), 'number', coalesce(d.number, ''), 'promised', d.promised,
        'need_version', coalesce(d.need_version, 0), 'need_order_version', coalesce(d.need_order_version, 0))::text
    FROM unnest(of_orders) AS a(order_id) LEFT JOIN demand d USING (order_id);
END $$;
