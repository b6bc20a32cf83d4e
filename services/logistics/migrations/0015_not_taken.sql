-- Goods that a tour could not hand over wait for the next one: they left, and nobody has them on board.
CREATE INDEX shipment_not_taken ON shipment (country) WHERE state = 'dispatched' AND carrier IS NULL;
