-- The next numbers of a series: the lowest ones that were drawn ahead and that nobody else is taking at this moment.
-- Where they run low, more are drawn, by one transaction at a time, for which the others do not wait. Only who finds too
-- few of them waits for the counter, as all do whose series has none ahead.
CREATE OR REPLACE FUNCTION take_spare(of_series text, of_year int, many int, ahead int) RETURNS bigint[]
LANGUAGE plpgsql VOLATILE AS $$
DECLARE
    taken bigint[];
    lacking int;
    counter bigint;
BEGIN
    WITH lowest AS (
        SELECT number FROM spare_number WHERE name = of_series AND year = of_year
        ORDER BY number LIMIT many FOR UPDATE SKIP LOCKED
    ), gone AS (
        DELETE FROM spare_number s USING lowest
        WHERE s.name = of_series AND s.year = of_year AND s.number = lowest.number RETURNING s.number
    )
    SELECT coalesce(array_agg(number ORDER BY number), '{}') INTO taken FROM gone;
    lacking := many - cardinality(taken);
    IF lacking = 0 THEN
        IF (SELECT count(*) FROM spare_number WHERE name = of_series AND year = of_year) >= ahead / 2 THEN
            RETURN taken;
        END IF;
        PERFORM FROM series WHERE name = of_series AND year = of_year FOR UPDATE SKIP LOCKED;
        IF NOT FOUND THEN
            RETURN taken;
        END IF;
    END IF;
    INSERT INTO series AS s (name, year, last) VALUES (of_series, of_year, lacking + ahead)
    ON CONFLICT (name, year) DO UPDATE SET last = s.last + EXCLUDED.last RETURNING last INTO counter;
    INSERT INTO spare_number SELECT of_series, of_year, generate_series(counter - ahead + 1, counter);
    RETURN taken || ARRAY(SELECT generate_series(counter - ahead - lacking + 1, counter - ahead));
END $$;
