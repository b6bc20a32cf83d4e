-- What came of purchases of the item: as the warehouse counted it with cover_total, and as the receipts heard add up.
ALTER TABLE item
    ADD COLUMN cover_received numeric NOT NULL DEFAULT 0,
    ADD COLUMN received numeric NOT NULL DEFAULT 0;
INSERT INTO item (item, received) SELECT item, sum((doc->>'accepted')::numeric) FROM purchase GROUP BY item
ON CONFLICT (item) DO UPDATE SET received = EXCLUDED.received;
