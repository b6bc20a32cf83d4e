-- Where a piece lies (WHS-1): one of its item's places, empty the item's own, null where nobody knows; or, between two of
-- them, with which transfer it goes (WHS-10). Of an item that lies at its own place only, its pieces do.
ALTER TABLE serial ADD COLUMN place text, ADD COLUMN transfer_id uuid;
UPDATE serial SET place = '' WHERE NOT EXISTS (
    SELECT FROM quant q JOIN stock s USING (item)
    WHERE q.item = serial.item AND q.place <> '' AND q.place = ANY(s.places)
);
CREATE OR REPLACE VIEW own.serial AS SELECT item, serial, receipt, inspection_id, shipment_id,
    ARRAY(SELECT w FROM unnest(went) AS w WHERE EXISTS (SELECT FROM own.shipment s WHERE s.shipment_id = w OFFSET 0)) AS went,
    left_as, place, transfer_id
    FROM serial n
    WHERE (shipment_id IS NULL OR EXISTS (SELECT FROM own.shipment s WHERE s.shipment_id = n.shipment_id OFFSET 0))
        AND (inspection_id IS NULL OR EXISTS (
            SELECT FROM own.inspection i WHERE i.inspection_id = n.inspection_id OFFSET 0));
