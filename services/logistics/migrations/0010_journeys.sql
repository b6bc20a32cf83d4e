-- What carriers told of goods under way: each event once, by the carrier's own id for it (LOG-5).
CREATE TABLE journey_event (
    carrier text,
    event_id text,
    shipment_id uuid NOT NULL,
    kind text NOT NULL,
    at timestamptz NOT NULL,
    heard_at timestamptz NOT NULL,
    place text NOT NULL,
    country text,
    latitude numeric,
    longitude numeric,
    container text,
    tracking text,
    expected date,
    reason text NOT NULL,
    proof text,
    PRIMARY KEY (carrier, event_id)
);
CREATE INDEX journey_event_shipment ON journey_event (shipment_id, at);

-- told_at: of the newest word of the carrier; where there is none, what took as long before tells the arrival.
ALTER TABLE shipment ADD COLUMN told_at timestamptz;
CREATE INDEX shipment_silent ON shipment (carrier, mode, country) WHERE state = 'dispatched' AND told_at IS NULL;

-- The days on which it was looked at what is silent.
CREATE TABLE silence_looked (day date PRIMARY KEY);
