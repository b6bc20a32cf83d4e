-- Which shipment left with the package of which label: a Serial Shipping Container Code (GS1) is of one package alone (WHS-6).
CREATE TABLE package_label (
    sscc text PRIMARY KEY,
    shipment_id uuid NOT NULL
);
CREATE VIEW own.package_label AS SELECT * FROM package_label l
    WHERE EXISTS (SELECT FROM own.shipment s WHERE s.shipment_id = l.shipment_id OFFSET 0);
