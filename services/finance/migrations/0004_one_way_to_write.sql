-- One way to write a bank's reference: a line that was kept with blanks is known by the reference without them. Where both
-- were booked already, each stays as it is.
UPDATE payment p SET bank_reference = c.plain, doc = jsonb_set(p.doc, '{bank_reference}', to_jsonb(c.plain))
FROM (
    SELECT DISTINCT ON (plain) bank_reference, plain FROM (
        SELECT bank_reference,
               btrim(regexp_replace(normalize(bank_reference, NFKC), '\s+', ' ', 'g')) AS plain FROM payment
    ) each ORDER BY plain, bank_reference
) c
WHERE p.bank_reference = c.bank_reference AND c.plain NOT IN ('', p.bank_reference)
    AND NOT EXISTS (SELECT FROM payment q WHERE q.bank_reference = c.plain);
