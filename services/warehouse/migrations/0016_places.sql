-- An item has its own place (stock.place) and others (places). quant: what lies of it at another one, and nowhere else;
-- at its own place lies what is on hand less what lies elsewhere. in_transit: on its way between two places, and not on
-- hand (WHS-1, WHS-10).
ALTER TABLE stock
    ADD COLUMN places text[] NOT NULL DEFAULT '{}',
    ADD COLUMN elsewhere numeric NOT NULL DEFAULT 0,
    ADD COLUMN in_transit numeric NOT NULL DEFAULT 0 CHECK (in_transit >= 0),
    ADD CONSTRAINT nothing_lies_in_two_places CHECK (elsewhere BETWEEN 0 AND on_hand);
CREATE TABLE quant (
    item text,
    place text CHECK (place <> ''),
    quantity numeric NOT NULL CHECK (quantity > 0),
    PRIMARY KEY (item, place)
);

-- place: where it was, empty at the item's own. in_transit: the change of what is on its way.
ALTER TABLE movement
    ADD COLUMN place text NOT NULL DEFAULT '',
    ADD COLUMN in_transit numeric NOT NULL DEFAULT 0,
    DROP CONSTRAINT movement_kind_check,
    ADD CONSTRAINT movement_kind_check CHECK (kind IN (
        'opening', 'receipt', 'dispatch', 'return', 'scrap', 'adjustment', 'quarantine', 'rma', 'transfer'
    ));

-- in_transit: what is on its way with it, while it is dispatched.
CREATE TABLE transfer (
    transfer_id uuid PRIMARY KEY,
    number text NOT NULL UNIQUE,
    item text NOT NULL,
    state text NOT NULL CHECK (state IN ('requested', 'dispatched', 'received', 'called off')),
    in_transit numeric NOT NULL CHECK (in_transit >= 0),
    document json NOT NULL,
    CONSTRAINT goods_are_on_their_way_or_not CHECK ((state = 'dispatched') = (in_transit > 0))
);
CREATE INDEX transfer_item ON transfer (item, transfer_id);
CREATE INDEX transfer_waiting ON transfer (transfer_id) WHERE state IN ('requested', 'dispatched');
