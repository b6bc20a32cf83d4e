-- What one unit of a currency is worth in the company's own on a day: the last rate before it holds over weekends and
-- holidays; before any, the opening value (FIN-8).
CREATE OR REPLACE FUNCTION rate_on(of text, opening json, day date) RETURNS numeric LANGUAGE sql STABLE AS $$
    SELECT coalesce(
        (SELECT value FROM currency_rate WHERE currency = of AND valid_from <= day
         ORDER BY valid_from DESC, version DESC LIMIT 1),
        (opening->>of)::numeric
    )
$$;
