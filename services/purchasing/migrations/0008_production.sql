-- What the shelf waits for because production orders need it (PUR-11).
ALTER TABLE item ADD COLUMN materials numeric NOT NULL DEFAULT 0;

-- Of what an item is made: so much of each component for one unit (PUR-11).
CREATE TABLE bill_of_materials (
    item text,
    component text,
    quantity numeric NOT NULL CHECK (quantity > 0),
    PRIMARY KEY (item, component)
);

-- The plan of a production order; its id is the purchase's. doc holds it whole. looked_on: the day of its forecast.
CREATE TABLE production (
    purchase_id uuid PRIMARY KEY,
    line text NOT NULL,
    looked_on date NOT NULL,
    doc jsonb NOT NULL
) WITH (fillfactor = 70);

-- The minutes of a line that a production order takes on a day.
CREATE TABLE production_load (
    purchase_id uuid,
    on_day date,
    line text NOT NULL,
    minutes int NOT NULL,
    PRIMARY KEY (purchase_id, on_day)
);
CREATE INDEX production_load_line ON production_load (line, on_day);
CREATE INDEX purchase_made ON purchase (id) WHERE (doc->>'made')::bool;
CREATE INDEX purchase_made_open ON purchase (id) WHERE (doc->>'made')::bool AND state <> 'closed';
