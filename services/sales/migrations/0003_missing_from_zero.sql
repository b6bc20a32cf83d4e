-- What an incomplete order lacks is named as faults name it: its lines are counted from 0. A question is one more word
-- of the document; an order that was asked before gets it in the words of the field.
UPDATE sales_order o SET document = o.document || jsonb_build_object('missing', now.missing, 'questions', now.missing)
FROM (
    SELECT id, jsonb_agg(coalesce('lines.' || line.place || '.' || split_part(field, '.', 3), field) ORDER BY n) AS missing
    FROM sales_order
    CROSS JOIN jsonb_array_elements_text(document -> 'missing') WITH ORDINALITY AS asked(field, n)
    LEFT JOIN LATERAL (
        SELECT min(place) - 1 AS place
        FROM jsonb_array_elements(document -> 'content' -> 'lines') WITH ORDINALITY AS each(line, place)
        WHERE field LIKE 'lines.%' AND line ->> 'line' = split_part(field, '.', 2)
    ) line ON true
    WHERE stage = 'incomplete' GROUP BY id
) now
WHERE o.id = now.id;
