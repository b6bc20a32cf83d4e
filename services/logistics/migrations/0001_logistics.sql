CREATE TABLE carrier (
    carrier text PRIMARY KEY,
    name text NOT NULL,
    active boolean NOT NULL
);

CREATE TABLE rate (
    country text,
    carrier text,
    mode text,
    days int NOT NULL,
    base numeric NOT NULL,
    per_kg numeric NOT NULL,
    currency text NOT NULL,
    co2_per_kg numeric NOT NULL,
    reliability numeric NOT NULL,
    PRIMARY KEY (country, carrier, mode)
);

CREATE TABLE item_weight (
    item text PRIMARY KEY,
    version int NOT NULL,
    weight_kg numeric NOT NULL
);

-- Every version of an order that was heard: its content, or the cancel that ended it.
CREATE TABLE order_version (
    order_id uuid,
    version int,
    cancelled boolean NOT NULL,
    customer text,
    country text,
    promised date,
    PRIMARY KEY (order_id, version, cancelled)
);

-- state: packed | dispatched | delivered | cancelled.
CREATE TABLE shipment (
    shipment_id uuid PRIMARY KEY,
    number text NOT NULL UNIQUE,
    order_id uuid NOT NULL,
    order_version int NOT NULL,
    customer text NOT NULL,
    country text NOT NULL,
    promised date,
    weight_kg numeric NOT NULL,
    lines jsonb NOT NULL,
    state text NOT NULL,
    version int NOT NULL,
    carrier text,
    mode text,
    tracking text,
    expected date,
    delivered_at timestamptz,
    proof text
) WITH (fillfactor = 80);
CREATE INDEX shipment_order ON shipment (order_id);
CREATE INDEX shipment_state ON shipment (state, shipment_id);
