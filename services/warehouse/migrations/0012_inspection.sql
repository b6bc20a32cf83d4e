-- How lots of an item are inspected: AQLs in percent, critical 0 where none may be found (WHS-4, ISO 2859-1).
CREATE TABLE inspection_plan (
    item text PRIMARY KEY,
    level text NOT NULL CHECK (level IN ('S-1', 'S-2', 'S-3', 'S-4', 'I', 'II', 'III')),
    critical numeric NOT NULL CHECK (critical >= 0),
    major numeric NOT NULL CHECK (major > 0),
    minor numeric NOT NULL CHECK (minor > 0),
    kept_by text NOT NULL
);

-- How severely the next lot of a supplier's item is inspected, for each class of defects (9.3). recent: the last lots.
CREATE TABLE inspection_standing (
    item text,
    supplier text,
    defects text CHECK (defects IN ('critical', 'major', 'minor')),
    severity text NOT NULL CHECK (severity IN ('normal', 'tightened')),
    recent jsonb NOT NULL,
    rejected int NOT NULL,
    discontinued boolean NOT NULL,
    PRIMARY KEY (item, supplier, defects)
);

-- A lot that came and is inspected, with its sample and what was found. left_over: what of it lies in quarantine.
CREATE TABLE inspection (
    inspection_id uuid PRIMARY KEY,
    number text NOT NULL UNIQUE,
    purchase_id uuid NOT NULL,
    item text NOT NULL,
    supplier text NOT NULL,
    receipt text NOT NULL,
    received_on date,
    lot numeric NOT NULL CHECK (lot > 0),
    checks jsonb NOT NULL,
    again boolean NOT NULL,
    state text NOT NULL CHECK (state IN ('open', 'accepted', 'rejected', 'conceded')),
    left_over numeric NOT NULL CHECK (left_over BETWEEN 0 AND lot),
    examined int NOT NULL,
    note text NOT NULL,
    inspector text NOT NULL,
    opened_at timestamptz NOT NULL,
    decided_at timestamptz,
    signed_by text NOT NULL,
    signed_for text NOT NULL
);
CREATE INDEX inspection_purchase ON inspection (purchase_id);
CREATE INDEX inspection_item ON inspection (item, inspection_id);
CREATE INDEX inspection_supplier ON inspection (supplier, inspection_id);
CREATE INDEX inspection_receipt ON inspection (receipt);
CREATE INDEX inspection_waiting ON inspection (inspection_id) WHERE left_over > 0;

-- Goods that are here and not free: not inspected yet, or rejected. A movement into it or out of it says how much.
ALTER TABLE stock ADD COLUMN quarantine numeric NOT NULL DEFAULT 0 CHECK (quarantine >= 0);
ALTER TABLE purchase ADD COLUMN inspecting numeric NOT NULL DEFAULT 0 CHECK (inspecting >= 0);
ALTER TABLE receipt ADD COLUMN quarantined numeric NOT NULL DEFAULT 0;
ALTER TABLE movement ADD COLUMN quarantined numeric NOT NULL DEFAULT 0;
ALTER TABLE movement DROP CONSTRAINT movement_kind_check, ADD CONSTRAINT movement_kind_check
    CHECK (kind IN ('opening', 'receipt', 'dispatch', 'return', 'scrap', 'adjustment', 'quarantine', 'rma'));
