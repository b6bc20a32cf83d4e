-- What happened since the desk looked last is found by the line's number. Lines are only added, so their place in the
-- table says nearly all: a summary of page ranges is enough, and costs a writer next to nothing.
CREATE INDEX order_event_since ON order_event USING brin (id) WITH (pages_per_range = 16, autosummarize = on);
