-- What each presentation shipped (LOG-7): of those before this release the lines of its invoice, as the items are called.
UPDATE letter_of_credit l
SET document = jsonb_set(l.document::jsonb, '{presentations}', (
    SELECT jsonb_agg(p.one || jsonb_build_object('shipped', coalesce((
        SELECT jsonb_agg(jsonb_build_object(
            'line', b.line -> 'line', 'item', b.line -> 'item', 'quantity', b.line -> 'quantity',
            'description', coalesce(nullif(w.name, ''), b.line ->> 'item'), 'unit', coalesce(w.unit, '')) ORDER BY b.n)
        FROM shipment_document k
        CROSS JOIN jsonb_array_elements(k.state #> '{invoice,lines}') WITH ORDINALITY b (line, n)
        LEFT JOIN item_weight w ON w.item = b.line ->> 'item'
        WHERE k.shipment_id = (p.one ->> 'shipment_id')::uuid
    ), '[]')) ORDER BY p.n)
    FROM jsonb_array_elements(l.document::jsonb -> 'presentations') WITH ORDINALITY p (one, n)
))::json
WHERE json_array_length(coalesce(l.document -> 'presentations', '[]')) > 0;
