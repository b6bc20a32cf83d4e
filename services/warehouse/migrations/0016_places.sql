-- An item has its own place (stock.place) and others (places). quant: what lies of it at another one, or is of a lot; all
-- else of what is on hand lies loose at its own. in_transit: on its way between two places, and not on hand (WHS-1, WHS-10).
ALTER TABLE stock
    ADD COLUMN places text[] NOT NULL DEFAULT '{}',
    ADD COLUMN in_quants numeric NOT NULL DEFAULT 0,
    ADD COLUMN in_transit numeric NOT NULL DEFAULT 0 CHECK (in_transit >= 0),
    ADD CONSTRAINT nothing_lies_in_two_places CHECK (in_quants BETWEEN 0 AND on_hand);
-- place: empty at the item's own; a packed shipment's slip number from packing until it leaves. lot: the goods receipt.
CREATE TABLE quant (
    item text,
    place text,
    lot text,
    expires_on date,
    quantity numeric NOT NULL CHECK (quantity > 0),
    PRIMARY KEY (item, place, lot),
    CONSTRAINT it_is_not_loose CHECK (place <> '' OR lot <> '')
);

-- What the supplier calls the lot that came, until when it may be used, where it was made: then the receipt is a lot.
ALTER TABLE receipt
    ADD COLUMN lot text NOT NULL DEFAULT '',
    ADD COLUMN expires_on date,
    ADD COLUMN origin text NOT NULL DEFAULT '';
CREATE INDEX receipt_lot ON receipt (lot) WHERE lot <> '';
-- From where its goods were taken when it was packed, and for which customer.
ALTER TABLE shipment ADD COLUMN picks jsonb NOT NULL DEFAULT '[]';
ALTER TABLE demand ADD COLUMN customer text NOT NULL DEFAULT '';

-- place: where it was, empty at the item's own. in_transit: the change of what is on its way.
ALTER TABLE movement
    ADD COLUMN place text NOT NULL DEFAULT '',
    ADD COLUMN lot text NOT NULL DEFAULT '',
    ADD COLUMN in_transit numeric NOT NULL DEFAULT 0,
    DROP CONSTRAINT movement_kind_check,
    ADD CONSTRAINT movement_kind_check CHECK (kind IN (
        'opening', 'receipt', 'dispatch', 'return', 'scrap', 'adjustment', 'quarantine', 'rma', 'transfer', 'packing'
    ));
-- Both ways of a trace: to whom a lot went, of which lots a slip was packed.
CREATE INDEX movement_of_lot ON movement (lot) WHERE kind = 'dispatch' AND lot <> '';
CREATE INDEX movement_of_slip ON movement (reference) WHERE kind = 'dispatch' AND lot <> '';

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
