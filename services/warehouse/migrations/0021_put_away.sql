-- Where a receipt was put away, if not at the item's own place (WHS-1).
ALTER TABLE receipt ADD COLUMN place text NOT NULL DEFAULT '';
