-- Items whose pieces have serial numbers: sales says which ones (SAL-25).
ALTER TABLE item ADD COLUMN serialised boolean NOT NULL DEFAULT false;
-- A piece by its serial number, beside the movements, which say how many there are (WHS-1). receipt: with which it came,
-- empty where it was here before; inspection_id: by which it is inspected; shipment_id: in whose packages it was put last,
-- until it comes back; went: all in whose packages it was. Where it is follows from what became of those.
CREATE TABLE serial (
    item text,
    serial text,
    receipt text NOT NULL,
    inspection_id uuid,
    shipment_id uuid,
    went uuid[] NOT NULL,
    left_as text NOT NULL CHECK (left_as IN ('', 'scrapped', 'sent back', 'written off')),
    PRIMARY KEY (item, serial)
);
CREATE INDEX serial_serial ON serial (serial);
CREATE INDEX serial_receipt ON serial (receipt);
CREATE INDEX serial_inspection ON serial (inspection_id) WHERE inspection_id IS NOT NULL;
CREATE INDEX serial_shipment ON serial (shipment_id) WHERE shipment_id IS NOT NULL;
-- Looked up at once, also while many come: nothing waits in its pending list.
CREATE INDEX serial_went ON serial USING gin (went) WITH (fastupdate = off);
