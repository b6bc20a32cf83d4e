-- When an order's goods were delivered last is asked for each order that was closed in a period (NOT-11). By the index of
-- all its events PostgreSQL looked through all there are, where it had counted those of few orders.
CREATE INDEX order_event_delivered ON order_event (order_id, at) WHERE topic = 'shipment.delivered';
