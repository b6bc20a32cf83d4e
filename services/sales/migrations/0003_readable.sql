-- Dates and days that were taken once and that nothing can reckon with (9999-12-31 for "not known", a date in a column
-- of days) become the nearest that can be read; a change of the order, or of the customer, says the right one.
UPDATE sales_order SET document = jsonb_set(document, '{content,wanted}',
    to_jsonb(CASE WHEN document -> 'content' ->> 'wanted' < '1970' THEN '1970-01-01' ELSE '2199-12-31' END))
WHERE document -> 'content' ->> 'wanted' !~ '^(19[7-9]\d|20\d\d|21\d\d)-';
UPDATE sales_order SET document = jsonb_set(document, '{content,promised}',
    to_jsonb(CASE WHEN document -> 'content' ->> 'promised' < '1970' THEN '1970-01-01' ELSE '2199-12-31' END))
WHERE document -> 'content' ->> 'promised' !~ '^(19[7-9]\d|20\d\d|21\d\d)-';
UPDATE sales_order SET document = jsonb_set(document, '{content,terms,days}', '3650')
WHERE (document -> 'content' -> 'terms' ->> 'days')::numeric > 3650;
UPDATE customer SET state = jsonb_set(state, '{terms,days}', '3650')
WHERE (state -> 'terms' ->> 'days')::numeric > 3650;
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
