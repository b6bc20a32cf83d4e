-- A transfer may have several items; item is that of its first line. Of one from before there are none, it is its own line (WHS-10).
ALTER TABLE transfer ADD COLUMN items text[] NOT NULL DEFAULT '{}';
CREATE INDEX transfer_items ON transfer USING gin (items);
