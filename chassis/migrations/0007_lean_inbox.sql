-- A number names a message within its stream; only what has no number is named by its id.
ALTER TABLE inbox DROP CONSTRAINT inbox_pkey;
CREATE UNIQUE INDEX inbox_unnumbered ON inbox (message_id) WHERE sequence IS NULL;
-- The lock writes no row any more.
ALTER TABLE key SET (fillfactor = 100);
