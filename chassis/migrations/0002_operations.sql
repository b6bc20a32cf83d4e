-- Dead letters that died alike share a fingerprint.
ALTER TABLE parked ADD COLUMN fingerprint text;
CREATE INDEX parked_alike ON parked (fingerprint, topic) WHERE fingerprint IS NOT NULL;
CREATE INDEX parked_age ON parked (parked_at);

-- Append-only: what people did about parked messages, one row per message. A discarded message stays here, raw.
CREATE TABLE operations (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    operation_id uuid NOT NULL,
    at timestamptz NOT NULL DEFAULT now(),
    who text NOT NULL,
    what text NOT NULL CHECK (what IN ('retry', 'discard', 'skip', 'replay')),
    why text NOT NULL CHECK (length(why) >= 5),
    asked jsonb NOT NULL,
    message_id uuid NOT NULL,
    topic text NOT NULL,
    key text NOT NULL,
    sequence bigint,
    outcome text NOT NULL,
    note text NOT NULL DEFAULT '',
    fingerprint text,
    orders uuid[] NOT NULL DEFAULT '{}',
    partition int,
    "offset" bigint,
    record_key bytea,
    record_value bytea,
    record_headers jsonb,
    UNIQUE (operation_id, message_id)
);
CREATE INDEX operations_message ON operations (message_id);

CREATE FUNCTION operations_stay() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'what was done stays recorded: operations takes new rows only';
END $$;
CREATE TRIGGER operations_stay BEFORE UPDATE OR DELETE OR TRUNCATE ON operations
    FOR EACH STATEMENT EXECUTE FUNCTION operations_stay();
