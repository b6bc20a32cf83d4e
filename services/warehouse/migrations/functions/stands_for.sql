-- For whose customers a person is let in on a day: his own, those of whom he leads, and those of whom he is the deputy
-- while they are away or after they left; and so on from each of these.
CREATE OR REPLACE FUNCTION stands_for(who text, day date) RETURNS text[]
LANGUAGE sql STABLE AS $$
    WITH RECURSIVE his(person) AS (
        SELECT who
        UNION
        SELECT p.person FROM person p JOIN his ON p.superior = his.person OR p.deputy = his.person
            AND (NOT p.active OR p.away_from <= day AND coalesce(p.away_until >= day, true))
    )
    SELECT array_agg(person) FROM his
$$;
