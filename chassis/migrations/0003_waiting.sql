-- What waits of an order is found by the order.
CREATE INDEX parked_orders ON parked USING gin (orders);
CREATE INDEX parked_key ON parked (key);
