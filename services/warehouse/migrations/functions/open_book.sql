-- Lock the items, then look: in a volatile function each statement sees what was committed before it, so the second one
-- reads what the last holder of a lock wrote. One round trip, one JSON document; json, for it is only written here.
-- waiting: also everybody who waits for an item that these orders, items and purchases touch.
CREATE OR REPLACE FUNCTION open_book(of_orders uuid[], of_items text[], of_purchases uuid[], waiting boolean) RETURNS json
LANGUAGE plpgsql VOLATILE AS $$
DECLARE
    locked CONSTANT text[] := lock_items(of_orders, of_items, of_purchases, waiting);
BEGIN
    RETURN (
        WITH bought AS (SELECT * FROM purchase WHERE purchase_id = ANY(of_purchases)),
        noted AS (
            SELECT * FROM receipt WHERE purchase_id = ANY(of_purchases) AND (delivery_note <> '' OR lot <> '' OR expires_on IS NOT NULL OR origin <> ''
                OR place <> '')
        ),
        sent AS (
            SELECT shipment_id, order_id, order_version, state, slip_number, sales_slip, lines, picks FROM shipment
            WHERE order_id = ANY(of_orders) AND state NOT IN ('ended', 'released')
        ),
        own AS (SELECT * FROM claim WHERE order_id = ANY(of_orders)),
        touched AS (SELECT item FROM touched_items(of_orders, of_items, of_purchases) AS item),
        waits AS (SELECT DISTINCT c.order_id FROM touched JOIN claim c USING (item) WHERE waiting),
        others AS (SELECT c.* FROM waits JOIN claim c USING (order_id)),
        claims AS (SELECT * FROM own UNION SELECT * FROM others),
        demands AS (
            SELECT * FROM demand
            WHERE order_id IN (SELECT unnest(of_orders) UNION SELECT order_id FROM waits)
        ),
        seen AS (SELECT unnest(locked) AS item),
        shelves AS (
            SELECT s.*, coalesce(i.discontinued, false) AS discontinued
            FROM seen JOIN stock s USING (item) LEFT JOIN item i USING (item)
        )
        SELECT json_build_object(
            'shelves', (SELECT json_agg(shelves) FROM shelves),
            'demands', (SELECT json_agg(demands) FROM demands),
            'claims', (SELECT json_agg(claims ORDER BY order_id, line) FROM claims),
            'shipments', (SELECT json_agg(sent ORDER BY shipment_id) FROM sent),
            'purchases', (SELECT json_agg(bought) FROM bought),
            'receipts', (SELECT json_agg(noted) FROM noted),
            'items', (SELECT json_agg(i) FROM seen JOIN item i USING (item)),
            'inspections', (SELECT json_agg(n) FROM inspection n WHERE n.purchase_id = ANY(of_purchases)),
            'plans', (SELECT json_agg(p) FROM (SELECT DISTINCT item FROM bought) b JOIN inspection_plan p USING (item)),
            'standings', (SELECT json_agg(s) FROM (SELECT DISTINCT item, supplier FROM bought) b
                          JOIN inspection_standing s USING (item, supplier)),
            'at_gates', (
                SELECT json_object_agg(g.purchase_id, g.number) FROM gate_inspection g
                WHERE g.purchase_id = ANY(of_purchases) AND g.state IN ('open', 'failed') AND NOT EXISTS (
                    SELECT FROM gate_inspection n WHERE n.purchase_id = g.purchase_id AND n.request > g.request)
            ),
            'quants', (SELECT json_agg(q) FROM seen JOIN quant q USING (item)),
            'recalled', (SELECT json_object_agg(l.receipt, json_build_array(l.item, l.supplier, l.lot)) FROM seen JOIN recall l USING (item)
                         WHERE l.lifted_on IS NULL)
        )
    );
END $$;
