-- Goods of a critical item come in with the reference of their inspection (WHS-4); an item that was known before is
-- critical from its next item.changed on.
ALTER TABLE item ADD COLUMN critical boolean NOT NULL DEFAULT false;

-- What came back from a customer and is sold to nobody again (WHS-8).
ALTER TABLE movement DROP CONSTRAINT movement_kind_check, ADD CONSTRAINT movement_kind_check
    CHECK (kind IN ('opening', 'receipt', 'dispatch', 'return', 'scrap', 'adjustment'));

-- As before, and which items are critical: beside the shelves, where a replica of the version before does not look.
CREATE OR REPLACE FUNCTION open_book(of_orders uuid[], of_items text[], of_purchases uuid[], waiting boolean) RETURNS jsonb
LANGUAGE plpgsql VOLATILE AS $$
BEGIN
    PERFORM FROM dealing FOR UPDATE;
    RETURN (
        WITH bought AS (SELECT * FROM purchase WHERE purchase_id = ANY(of_purchases)),
        sent AS (SELECT * FROM shipment WHERE order_id = ANY(of_orders) AND state <> 'released'),
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
        shelves AS (
            SELECT s.*, coalesce(i.discontinued, false) AS discontinued
            FROM (SELECT item FROM touched UNION SELECT item FROM others) t
            JOIN stock s USING (item) LEFT JOIN item i USING (item)
        )
        SELECT jsonb_build_object(
            'shelves', (SELECT jsonb_agg(to_jsonb(shelves)) FROM shelves),
            'demands', (SELECT jsonb_agg(to_jsonb(demands)) FROM demands),
            'claims', (SELECT jsonb_agg(to_jsonb(claims) ORDER BY order_id, line) FROM claims),
            'shipments', (SELECT jsonb_agg(to_jsonb(sent) ORDER BY shipment_id) FROM sent),
            'purchases', (SELECT jsonb_agg(to_jsonb(bought)) FROM bought),
            'critical', (SELECT jsonb_agg(item) FROM shelves JOIN item i USING (item) WHERE i.critical)
        )
    );
END $$;
