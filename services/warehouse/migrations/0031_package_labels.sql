-- Which shipment left with the package of which label: a Serial Shipping Container Code (GS1) is of one package alone (WHS-6).
CREATE TABLE package_label (
    sscc text PRIMARY KEY,
    shipment_id uuid NOT NULL
);
