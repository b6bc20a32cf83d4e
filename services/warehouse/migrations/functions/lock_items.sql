-- Until commit nobody else deals any of the items that a book on these orders, items and purchases has on its shelves:
-- those that they touch and, with waiting, all that whoever waits for one of these waits for (WHS-2).
-- What they touch may be more once others have committed: then all is let go (the block's end) and locked anew, so that
-- each transaction locks once and in one order, by key, and none waits for one that waits for it. Who has many items to
-- lock, or looks at more than the book (lock_dealing), has all of them to himself.
CREATE OR REPLACE FUNCTION lock_items(of_orders uuid[], of_items text[], of_purchases uuid[], waiting boolean) RETURNS text[]
LANGUAGE plpgsql VOLATILE AS $$
DECLARE
    dealing CONSTANT bigint := hashtextextended('warehouse.dealing', 0);
    many CONSTANT int := 500;  -- each lock has a place in memory that all databases of a server share
    wanted text[] := items_of_book(of_orders, of_items, of_purchases, waiting);
    found text[];
BEGIN
    LOOP
        BEGIN
            IF cardinality(wanted) > many THEN
                PERFORM pg_advisory_xact_lock(dealing);
            ELSE
                PERFORM pg_advisory_xact_lock_shared(dealing);
                PERFORM pg_advisory_xact_lock(key)
                FROM (SELECT DISTINCT hashtextextended(item, 1) AS key FROM unnest(wanted) AS item ORDER BY key) keys;
            END IF;
            found := items_of_book(of_orders, of_items, of_purchases, waiting);
            IF found <@ wanted OR cardinality(wanted) > many THEN
                RETURN found;
            END IF;
            RAISE EXCEPTION USING errcode = 'WH001';
        EXCEPTION WHEN SQLSTATE 'WH001' THEN
            wanted := found;
        END;
    END LOOP;
END $$;
