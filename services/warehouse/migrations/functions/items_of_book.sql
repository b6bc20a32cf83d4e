-- The items whose shelves a book on these orders, items and purchases has.
CREATE OR REPLACE FUNCTION items_of_book(of_orders uuid[], of_items text[], of_purchases uuid[], waiting boolean) RETURNS text[]
LANGUAGE plpgsql VOLATILE AS $$
BEGIN
    RETURN (
        WITH touched AS (SELECT item FROM touched_items(of_orders, of_items, of_purchases) AS item),
        others AS (
            SELECT DISTINCT also.item FROM touched JOIN claim waits USING (item) JOIN claim also USING (order_id) WHERE waiting
        )
        SELECT coalesce(array_agg(item), '{}') FROM (SELECT item FROM touched UNION SELECT item FROM others) seen
    );
END $$;
