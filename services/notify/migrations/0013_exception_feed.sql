-- The desk hears of an exception as it hears of an order: by a number of the same sequence, which each change takes anew.
ALTER TABLE exception ADD COLUMN changed bigint NOT NULL DEFAULT nextval('order_event_id_seq');
CREATE INDEX exception_changed ON exception (changed);
