-- Lock the dealing, then look: in a volatile function each statement sees what was committed before it, so the second one
-- reads what the last holder of the lock wrote. One round trip, one JSON document.
-- waiting: also everybody who waits for an item that these orders, items and purchases touch.
CREATE OR REPLACE FUNCTION open_book(of_orders uuid[], of_items text[], of_purchases uuid[], waiting boolean) RETURNS jsonb
LANGUAGE plpgsql VOLATILE AS $$
BEGIN
    PERFORM FROM dealing FOR UPDATE;
    RETURN (
        WITH bought AS (SELECT * FROM purchase WHERE purchase_id = ANY(of_purchases)),
        noted AS (SELECT * FROM receipt WHERE purchase_id = ANY(of_purchases) AND delivery_note <> ''),
        sent AS (SELECT * FROM shipment WHERE order_id = ANY(of_orders) AND state NOT IN ('ended', 'released')),
        own AS (SELECT * FROM claim WHERE order_id = ANY(of_orders)),
        touched AS (
            SELECT unnest(of_items) AS item
            UNION SELECT item FROM bought
            UNION SELECT item FROM own
            UNION SELECT part ->> 'item' FROM sent, jsonb_array_elements(lines) part
        ),
        waits AS (SELECT DISTINCT c.order_id FROM touched JOIN claim c USING (item) WHERE waiting),
        others AS (SELECT c.* FROM waits JOIN claim c USING (order_id)),
        claims AS (SELECT * FROM own UNION SELECT * FROM others),
        demands AS (
            SELECT * FROM demand
            WHERE order_id IN (SELECT unnest(of_orders) UNION SELECT order_id FROM waits)
        ),
        seen AS (SELECT item FROM touched UNION SELECT item FROM others),
        shelves AS (
            SELECT s.*, coalesce(i.discontinued, false) AS discontinued
            FROM seen JOIN stock s USING (item) LEFT JOIN item i USING (item)
        )
        SELECT jsonb_build_object(
            'shelves', (SELECT jsonb_agg(to_jsonb(shelves)) FROM shelves),
            'demands', (SELECT jsonb_agg(to_jsonb(demands)) FROM demands),
            'claims', (SELECT jsonb_agg(to_jsonb(claims) ORDER BY order_id, line) FROM claims),
            'shipments', (SELECT jsonb_agg(to_jsonb(sent) ORDER BY shipment_id) FROM sent),
            'purchases', (SELECT jsonb_agg(to_jsonb(bought)) FROM bought),
            'receipts', (SELECT jsonb_agg(to_jsonb(noted)) FROM noted),
            'critical', (SELECT jsonb_agg(item) FROM shelves JOIN item i USING (item) WHERE i.critical),
            'masters', (SELECT jsonb_object_agg(item, jsonb_build_object('unit', i.unit, 'critical', i.critical))
                        FROM seen JOIN item i USING (item)),
            'items', (SELECT jsonb_agg(to_jsonb(i)) FROM seen JOIN item i USING (item))
        )
    );
END $$;
