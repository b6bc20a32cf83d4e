-- What left a rejected lot: back to the supplier under an RMA number, as scrap, or to be reworked and inspected again (WHS-5).
CREATE TABLE disposal (
    disposal_id uuid PRIMARY KEY,
    number text NOT NULL,
    inspection_id uuid NOT NULL,
    kind text NOT NULL CHECK (kind IN ('rma', 'scrap', 'rework')),
    item text NOT NULL,
    supplier text NOT NULL,
    quantity numeric NOT NULL CHECK (quantity > 0),
    reason text NOT NULL,
    by_whom text NOT NULL,
    at timestamptz NOT NULL
);
CREATE INDEX disposal_inspection ON disposal (inspection_id);
CREATE INDEX disposal_supplier ON disposal (supplier, disposal_id);
CREATE INDEX disposal_number ON disposal (number);
