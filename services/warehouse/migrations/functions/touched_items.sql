-- The items that these orders, items and purchases touch: what is bought, waited for, and on its way out.
CREATE OR REPLACE FUNCTION touched_items(of_orders uuid[], of_items text[], of_purchases uuid[]) RETURNS SETOF text
LANGUAGE sql STABLE AS $$
    SELECT unnest(of_items)
    UNION SELECT item FROM purchase WHERE purchase_id = ANY(of_purchases)
    UNION SELECT item FROM claim WHERE order_id = ANY(of_orders)
    UNION SELECT part ->> 'item' FROM shipment, jsonb_array_elements(lines) part
    WHERE order_id = ANY(of_orders) AND state NOT IN ('ended', 'released')
$$;
