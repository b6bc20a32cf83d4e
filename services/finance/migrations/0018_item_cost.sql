-- What is read here must stand still, and no older finance may run beside: it would book without item_cost.
LOCK TABLE journal_entry, journal_line, purchase_account, invoice IN SHARE ROW EXCLUSIVE MODE;

-- What finance knows of an item's stock, in the company's currency (FIN-3): the sum of all values is the balance of 1405.
-- average: of one, when there was any last; below zero is what left before it came.
CREATE TABLE item_cost (
    item text PRIMARY KEY,
    quantity numeric NOT NULL,
    value numeric NOT NULL,
    average numeric NOT NULL
) WITH (fillfactor = 70);

-- Until now nothing left 1405: what is there opens at what was bought of an item less what was sold, and the rest is cost.
WITH bought AS (
    SELECT doc->>'item' AS item, sum((doc->>'received')::numeric) AS came, sum(accrued) AS worth FROM purchase_account
    WHERE doc->'unit_price'->>'currency' = 'CNY' GROUP BY 1 HAVING sum((doc->>'received')::numeric) > 0
), sold AS (
    SELECT line->>'item' AS item, sum((line->>'quantity')::numeric - (line->>'returned')::numeric) AS sold
    FROM invoice, jsonb_array_elements(doc->'lines') line GROUP BY 1
)
INSERT INTO item_cost (item, quantity, value, average)
SELECT item, there, round(worth * there / came, 2), round(worth / came, 8)
FROM (SELECT item, came, worth, greatest(came - coalesce(sold, 0), 0) AS there FROM bought LEFT JOIN sold USING (item)) b;

WITH rest AS (
    SELECT (SELECT coalesce(sum(l.debit - l.credit), 0) FROM journal_line l JOIN journal_entry e USING (entry_id)
            WHERE l.account = '1405' AND e.currency = 'CNY') - (SELECT coalesce(sum(value), 0) FROM item_cost) AS amount
), entry AS (
    INSERT INTO journal_entry (entry_id, booked_on, kind, document, customer, supplier, currency)
    SELECT gen_random_uuid(), current_date, 'cost', 'opening', '', '', 'CNY' FROM rest WHERE amount > 0 RETURNING entry_id
)
INSERT INTO journal_line (entry_id, line, account, debit, credit)
SELECT entry_id, line, account, debit * amount, credit * amount
FROM entry, rest, (VALUES (1, '6401', 1, 0), (2, '1405', 0, 1)) AS l(line, account, debit, credit);
