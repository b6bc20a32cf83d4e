-- Where an item is inspected besides its lots that come: the gates of the production orders that make it (WHS-4).
ALTER TABLE inspection_plan
    ADD COLUMN incoming boolean NOT NULL DEFAULT true,
    ADD COLUMN first_article boolean NOT NULL DEFAULT false,
    ADD COLUMN final boolean NOT NULL DEFAULT false,
    ADD COLUMN version int NOT NULL DEFAULT 1;

-- The inspection of a production order at one of its gates; it moves no stock. request: counts those of the order.
CREATE TABLE gate_inspection (
    inspection_id uuid PRIMARY KEY,
    number text NOT NULL UNIQUE,
    purchase_id uuid NOT NULL,
    request int NOT NULL,
    item text NOT NULL,
    state text NOT NULL CHECK (state IN ('open', 'passed', 'failed', 'conceded')),
    orders uuid[] NOT NULL,
    document json NOT NULL
);
CREATE INDEX gate_inspection_purchase ON gate_inspection (purchase_id, request);
CREATE INDEX gate_inspection_item ON gate_inspection (item, inspection_id);
CREATE INDEX gate_inspection_orders ON gate_inspection USING gin (orders);
CREATE INDEX gate_inspection_waiting ON gate_inspection (inspection_id) WHERE state IN ('open', 'failed');

-- How severely the next final inspection of an item is, for each class of defects: the running history of its own
-- production, as inspection_standing is of a supplier's lots (ISO 2859-1, 9.3).
CREATE TABLE gate_standing (
    item text,
    defects text CHECK (defects IN ('critical', 'major', 'minor')),
    severity text NOT NULL CHECK (severity IN ('normal', 'tightened')),
    recent jsonb NOT NULL,
    rejected int NOT NULL,
    discontinued boolean NOT NULL,
    PRIMARY KEY (item, defects)
);
