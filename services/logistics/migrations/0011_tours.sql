-- Local deliveries (LOG-4): where goods start, what drives them, where addresses are, and the plans made of them.
CREATE TABLE depot (
    depot text PRIMARY KEY,
    name text NOT NULL,
    latitude numeric NOT NULL,
    longitude numeric NOT NULL
);

-- Times of the day in the company's zone; costs in its currency.
CREATE TABLE vehicle (
    vehicle text PRIMARY KEY,
    depot text NOT NULL,
    capacity_kg numeric NOT NULL,
    capacity_m3 numeric NOT NULL,
    starts time NOT NULL,
    ends time NOT NULL,
    per_km numeric NOT NULL,
    per_hour numeric NOT NULL,
    per_day numeric NOT NULL,
    active boolean NOT NULL
);
CREATE INDEX vehicle_depot ON vehicle (depot);

-- Where an address is, as a clerk put it, and when goods are taken there.
CREATE TABLE place (
    address text PRIMARY KEY,
    latitude numeric NOT NULL,
    longitude numeric NOT NULL,
    opens time NOT NULL,
    closes time NOT NULL,
    service_minutes int NOT NULL
);

-- state: asked | planned.
CREATE TABLE tour_plan (
    plan_id uuid PRIMARY KEY,
    number text NOT NULL UNIQUE,
    depot text NOT NULL,
    day date NOT NULL,
    state text NOT NULL,
    asked_by text NOT NULL,
    asked_at timestamptz NOT NULL,
    tours jsonb NOT NULL,
    left_out jsonb NOT NULL
);
CREATE INDEX tour_plan_asked ON tour_plan (asked_at) WHERE state = 'asked';
CREATE INDEX tour_plan_day ON tour_plan (day, plan_id);

ALTER TABLE shipment ADD COLUMN address text NOT NULL DEFAULT '';
