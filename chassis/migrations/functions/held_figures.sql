-- What people put in the place of opening figures and holds on a business day: of each name the newest, the latest last.
CREATE OR REPLACE FUNCTION held_figures(day date) RETURNS TABLE (name text, value text)
LANGUAGE sql STABLE AS $$
SELECT name, value::text FROM (
    SELECT DISTINCT ON (name) name, value, set_at FROM figure
    WHERE valid_from <= day ORDER BY name, valid_from DESC, version DESC
) held ORDER BY set_at, name
$$;
