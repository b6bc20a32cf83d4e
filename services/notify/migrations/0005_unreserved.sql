-- A reservation that ended without dispatch is said as stock.unreserved now; the view is as before but for that name.
DO $$ BEGIN
    EXECUTE 'CREATE OR REPLACE VIEW promise_now AS '
        || replace(pg_get_viewdef('promise_now'::regclass), 'stock.released', 'stock.unreserved');
END $$;
