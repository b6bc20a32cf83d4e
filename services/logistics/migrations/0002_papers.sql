-- An order is found by the carrier's tracking number and by the proof of delivery.
CREATE INDEX shipment_tracking ON shipment (tracking);
CREATE INDEX shipment_proof ON shipment (proof);
