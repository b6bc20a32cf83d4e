-- All that ever came of purchases of the item, said with what is lacked after it.
ALTER TABLE stock ADD COLUMN received numeric NOT NULL DEFAULT 0;
UPDATE stock SET received = r.accepted
FROM (SELECT item, sum(accepted) AS accepted FROM receipt GROUP BY item) r WHERE r.item = stock.item;
