-- What holds transport up (LOG-3): one row for each thing that a source reports, under the source's own reference.
-- Who was asked by then is told by looked_version: of a newer version every shipment concerned is still to be asked.
CREATE TABLE disruption (
    disruption_id uuid PRIMARY KEY,
    number text NOT NULL UNIQUE,
    source text NOT NULL,
    reference text NOT NULL,
    kind text NOT NULL,
    place text,
    country text,
    carrier text,
    mode text,
    since date NOT NULL,
    until date NOT NULL,
    days int NOT NULL,
    reported_by text NOT NULL,
    version int NOT NULL,
    lifted text,
    looked_version int NOT NULL DEFAULT 0,
    UNIQUE (source, reference)
);
CREATE INDEX disruption_until ON disruption (until) WHERE lifted IS NULL;
CREATE INDEX disruption_to_look ON disruption (disruption_id) WHERE looked_version < version;

-- Goods under way that it holds up: which version was asked of them last, and whether that is open.
CREATE TABLE held_up (
    disruption_id uuid,
    shipment_id uuid,
    version int NOT NULL,
    open boolean NOT NULL,
    PRIMARY KEY (disruption_id, shipment_id)
);
CREATE INDEX held_up_open ON held_up (shipment_id) WHERE open;

-- By the number of each disruption the days that the expected arrival holds for it already.
ALTER TABLE shipment ADD COLUMN waits jsonb NOT NULL DEFAULT '{}';
