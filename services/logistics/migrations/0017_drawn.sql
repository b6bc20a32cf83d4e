-- What each presentation asked the bank for (LOG-7): of those before this release the invoice's amount less the advance,
-- or the part of it that 42C tells, to two decimals.
UPDATE letter_of_credit l
SET document = jsonb_set(l.document::jsonb, '{presentations}', (
    SELECT jsonb_agg(p.one || coalesce((
        SELECT jsonb_build_object('drawn', jsonb_build_object(
            'amount', round(
                ((k.state #>> '{invoice,total,amount}')::numeric - (k.state #>> '{invoice,advance_used,amount}')::numeric)
                * coalesce(substring(upper(l.document #>> '{terms,drafts_at}')
                    from '(\d{1,3}) ?(?:%|PERCENT|PCT|PER CENT)')::numeric, 100) / 100, 2)::text,
            'currency', k.state #>> '{invoice,total,currency}'))
        FROM shipment_document k
        WHERE k.shipment_id = (p.one ->> 'shipment_id')::uuid AND k.state #>> '{invoice,total,amount}' IS NOT NULL
    ), '{}') ORDER BY p.n)
    FROM jsonb_array_elements(l.document::jsonb -> 'presentations') WITH ORDINALITY p (one, n)
))::json
WHERE json_array_length(coalesce(l.document -> 'presentations', '[]')) > 0;
