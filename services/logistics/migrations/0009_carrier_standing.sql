-- What a carrier promises and until when it may be used (LOG-2): the share of shipments on time, when its NDA was
-- signed, and by when NDA and security are reviewed again.
ALTER TABLE carrier
    ADD COLUMN on_time numeric,
    ADD COLUMN nda_signed date,
    ADD COLUMN nda_review date,
    ADD COLUMN security_review date;

-- due: the arrival that was told when the goods left; later news moves expected, never this.
-- failures: carriers that were to take the shipment and did not, in order.
ALTER TABLE shipment ADD COLUMN due date, ADD COLUMN failures jsonb NOT NULL DEFAULT '[]';
CREATE INDEX shipment_measured ON shipment (carrier, mode, country, delivered_at)
    WHERE delivered_at IS NOT NULL AND due IS NOT NULL;
CREATE INDEX shipment_failed ON shipment (shipment_id) WHERE failures <> '[]';
