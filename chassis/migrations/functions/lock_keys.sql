-- Lock the row of each of these keys, which come sorted, and make those that are not there. A row that is there is
-- locked and not written: WHERE false.
CREATE OR REPLACE FUNCTION lock_keys(keys text[]) RETURNS void
LANGUAGE plpgsql VOLATILE AS $$
BEGIN
    INSERT INTO key (key) SELECT unnest(keys) ON CONFLICT (key) DO UPDATE SET key = EXCLUDED.key WHERE false;
END $$;
