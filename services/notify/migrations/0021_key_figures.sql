-- What happened in a period is found by its time (NOT-11): rows come as time passes, so a range of pages is a span of it.
CREATE INDEX stage_reached_at ON stage_reached USING brin (at) WITH (pages_per_range = 16, autosummarize = on);
CREATE INDEX order_event_at ON order_event USING brin (at) WITH (pages_per_range = 16, autosummarize = on);
CREATE INDEX promise_answered_at ON promise USING brin (answered_at) WITH (pages_per_range = 16, autosummarize = on);
