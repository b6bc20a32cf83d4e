-- Suppliers and what they ask for an item (PUR-5, PUR-7). doc: the supplier's master data as JSON.
CREATE TABLE supplier (
    supplier text PRIMARY KEY,
    version int NOT NULL,
    active bool NOT NULL,
    doc jsonb NOT NULL
);
CREATE TABLE offer (
    item text,
    supplier text,
    rank int NOT NULL,
    available bool NOT NULL,
    doc jsonb NOT NULL,
    PRIMARY KEY (item, supplier)
);
CREATE INDEX offer_supplier ON offer (supplier);

-- An item: may it be bought, what all orders lack of it (cover), what the shelf still wants (unbought).
CREATE TABLE item (
    item text PRIMARY KEY,
    version int NOT NULL DEFAULT 0,
    discontinued bool NOT NULL DEFAULT false,
    cover_version int NOT NULL DEFAULT 0,
    cover_total numeric NOT NULL DEFAULT 0,
    low_version int NOT NULL DEFAULT 0,
    unbought numeric NOT NULL DEFAULT 0
) WITH (fillfactor = 70);

-- The orders whose needs are dealt, and the highest need version heard of each.
CREATE TABLE demand (
    order_id uuid PRIMARY KEY,
    version int NOT NULL,
    final bool NOT NULL,
    priority int NOT NULL,
    number text NOT NULL,
    promised date,
    need_version int NOT NULL,
    need_order_version int NOT NULL
) WITH (fillfactor = 70);
CREATE TABLE need_line (
    order_id uuid,
    item text,
    quantity numeric NOT NULL CHECK (quantity > 0),
    PRIMARY KEY (order_id, item)
);
CREATE INDEX need_line_item ON need_line (item);

-- A purchase; doc holds it whole, the columns are for finding it.
CREATE TABLE purchase (
    id uuid PRIMARY KEY,
    item text NOT NULL,
    supplier text NOT NULL,
    state text NOT NULL,
    number text NOT NULL,
    doc jsonb NOT NULL
) WITH (fillfactor = 70);
CREATE INDEX purchase_open ON purchase (item) WHERE state <> 'closed';
CREATE INDEX purchase_state ON purchase (state, id);
CREATE INDEX purchase_number ON purchase (number) WHERE number <> '';

-- Suppliers that could not or must not serve a need, with the original budget of the need (PUR-3, PUR-7).
CREATE TABLE tried (
    item text,
    supplier text,
    order_id uuid,
    order_version int,
    budget jsonb,
    PRIMARY KEY (item, supplier, order_id, order_version)
);
