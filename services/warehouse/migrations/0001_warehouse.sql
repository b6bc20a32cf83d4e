-- Master data as sales says it; written by item.changed alone.
CREATE TABLE item (
    item text PRIMARY KEY,
    version int NOT NULL,
    name text NOT NULL,
    unit text NOT NULL,
    weight_kg numeric NOT NULL,
    volume_m3 numeric NOT NULL,
    discontinued boolean NOT NULL
);

-- Locked before any stock is dealt: one transaction deals at a time.
CREATE TABLE dealing (turn boolean PRIMARY KEY DEFAULT true CHECK (turn));
INSERT INTO dealing VALUES (true);

-- One item's shelf. held: set aside for orders that wait for more; lacking: what all orders lack after that.
CREATE TABLE stock (
    item text PRIMARY KEY,
    place text NOT NULL DEFAULT '',
    counted boolean NOT NULL DEFAULT false,
    on_hand numeric NOT NULL DEFAULT 0 CHECK (on_hand >= 0),
    reserved numeric NOT NULL DEFAULT 0 CHECK (reserved >= 0),
    held numeric NOT NULL DEFAULT 0 CHECK (held >= 0),
    lacking numeric NOT NULL DEFAULT 0 CHECK (lacking >= 0),
    cover_version int NOT NULL DEFAULT 0,
    on_order numeric NOT NULL DEFAULT 0 CHECK (on_order >= 0),
    reorder_point numeric NOT NULL DEFAULT 0 CHECK (reorder_point >= 0),
    safety_stock numeric NOT NULL DEFAULT 0 CHECK (safety_stock >= 0),
    low boolean NOT NULL DEFAULT false,
    low_version int NOT NULL DEFAULT 0,
    CONSTRAINT nothing_is_promised_twice CHECK (reserved + held <= on_hand)
) WITH (fillfactor = 70);

-- Every change of on_hand. quantity is signed.
CREATE TABLE movement (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    item text NOT NULL,
    kind text NOT NULL CHECK (kind IN ('opening', 'receipt', 'dispatch', 'return', 'adjustment')),
    quantity numeric NOT NULL,
    reference text NOT NULL,
    reason text NOT NULL,
    at timestamptz NOT NULL
);
CREATE INDEX movement_item ON movement (item, id);

-- An order as the warehouse knows it: its highest binding version. blocked: goods of an older version are packed.
CREATE TABLE demand (
    order_id uuid PRIMARY KEY,
    version int NOT NULL,
    number text NOT NULL,
    priority int NOT NULL,
    partial boolean NOT NULL,
    cancelled boolean NOT NULL,
    blocked boolean NOT NULL,
    need_version int NOT NULL,
    lines jsonb NOT NULL
) WITH (fillfactor = 70);

-- What an order still waits for, per line.
CREATE TABLE claim (
    order_id uuid,
    line int,
    item text NOT NULL,
    needed numeric NOT NULL CHECK (needed > 0),
    held numeric NOT NULL CHECK (held BETWEEN 0 AND needed),
    PRIMARY KEY (order_id, line)
);
CREATE INDEX claim_item ON claim (item);

-- reserved -> to_pack (released by sales, packed by hand) -> packed -> dispatched; or released.
CREATE TABLE shipment (
    shipment_id uuid PRIMARY KEY,
    order_id uuid NOT NULL,
    order_version int NOT NULL,
    state text NOT NULL CHECK (state IN ('reserved', 'to_pack', 'packed', 'dispatched', 'released')),
    slip_number text NOT NULL DEFAULT '',
    lines jsonb NOT NULL
) WITH (fillfactor = 70);
CREATE INDEX shipment_order ON shipment (order_id);
CREATE INDEX shipment_state ON shipment (state, shipment_id);

CREATE TABLE purchase (
    purchase_id uuid PRIMARY KEY,
    number text NOT NULL,
    item text NOT NULL,
    supplier text NOT NULL,
    ordered numeric NOT NULL,
    accepted numeric NOT NULL CHECK (accepted >= 0),
    rejected numeric NOT NULL CHECK (rejected >= 0),
    cancelled numeric NOT NULL CHECK (cancelled >= 0),
    orders uuid[] NOT NULL
);
CREATE INDEX purchase_awaited ON purchase (purchase_id) WHERE ordered > accepted + cancelled;

CREATE TABLE receipt (
    number text PRIMARY KEY,
    purchase_id uuid NOT NULL,
    item text NOT NULL,
    accepted numeric NOT NULL,
    rejected numeric NOT NULL,
    inspection text NOT NULL,
    at timestamptz NOT NULL
);
CREATE INDEX receipt_purchase ON receipt (purchase_id);

-- The highest version of an order that was reviewed here, or its rejection.
CREATE TABLE review (
    order_id uuid PRIMARY KEY,
    version int NOT NULL,
    rejected boolean NOT NULL
);
