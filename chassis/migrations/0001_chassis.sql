-- One row per thing that is worked on; its lock makes all work on it serial. The row 'relay' is the relay's lease.
CREATE TABLE key (
    key text PRIMARY KEY
) WITH (fillfactor = 70);
INSERT INTO key VALUES ('relay');

-- The last sequence said per (topic, key). Locked after everything else, sorted.
CREATE TABLE said (
    topic text,
    key text,
    sequence bigint NOT NULL,
    PRIMARY KEY (topic, key)
) WITH (fillfactor = 70);

-- Messages taken in charge: handled or parked.
CREATE TABLE inbox (
    message_id uuid PRIMARY KEY,
    topic text NOT NULL,
    key text NOT NULL,
    sequence bigint,
    heard_at timestamptz NOT NULL DEFAULT now(),
    UNIQUE (topic, key, sequence)
);
CREATE INDEX inbox_age ON inbox USING brin (heard_at);

CREATE TABLE outbox (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    message_id uuid NOT NULL,
    topic text NOT NULL,
    key text NOT NULL,
    sequence bigint NOT NULL,
    body bytea NOT NULL,
    at timestamptz NOT NULL,
    recorded_at timestamptz NOT NULL DEFAULT now(),
    cause_id uuid,
    traceparent text
);

-- Messages that wait. why: not_ready | behind | gap | dead. A dead one waits for a person.
CREATE TABLE parked (
    message_id uuid PRIMARY KEY,
    topic text NOT NULL,
    key text NOT NULL,
    sequence bigint,
    why text NOT NULL,
    reason text NOT NULL,
    awaits_topics text[] NOT NULL DEFAULT '{}',
    awaits_key text,
    orders uuid[] NOT NULL DEFAULT '{}',
    tries int NOT NULL DEFAULT 0,
    due_at timestamptz,
    parked_at timestamptz NOT NULL DEFAULT now(),
    partition int NOT NULL,
    "offset" bigint NOT NULL,
    record_key bytea,
    record_value bytea,
    record_headers jsonb NOT NULL
);
CREATE INDEX parked_stream ON parked (topic, key, sequence);
CREATE INDEX parked_awaits ON parked (awaits_key) WHERE awaits_key IS NOT NULL;
CREATE INDEX parked_due ON parked (due_at) WHERE due_at IS NOT NULL;

-- Append-only: what this department heard, said, was asked and parked, per order (ALL-1).
CREATE TABLE fact (
    order_id uuid NOT NULL,
    id bigint GENERATED ALWAYS AS IDENTITY,
    kind text NOT NULL,
    topic text NOT NULL,
    message_id uuid NOT NULL,
    cause_id uuid,
    at timestamptz NOT NULL,
    recorded_at timestamptz NOT NULL DEFAULT now(),
    traceparent text,
    note text,
    PRIMARY KEY (order_id, id)
);
CREATE INDEX fact_age ON fact USING brin (recorded_at);

-- What was answered to a command, so that the same request again gets the same answer.
CREATE TABLE answer (
    id uuid PRIMARY KEY,
    body_hash bytea NOT NULL,
    answer bytea NOT NULL,
    answered_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX answer_age ON answer (answered_at);

-- Gapless numbers per series and year: SO-2026-000123.
CREATE TABLE series (
    name text,
    year int,
    last bigint NOT NULL,
    PRIMARY KEY (name, year)
);
