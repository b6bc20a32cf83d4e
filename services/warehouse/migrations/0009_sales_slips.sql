-- The sales slip by which a shipment was released: what a storekeeper has in his hand before it is packed (WHS-6).
ALTER TABLE shipment ADD COLUMN sales_slip text NOT NULL DEFAULT '';
CREATE INDEX shipment_sales_slip ON shipment (sales_slip) WHERE sales_slip <> '';
