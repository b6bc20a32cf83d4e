"""The documents that travel with a shipment, and all of one shipment as a set (LOG-6, LOG-7)."""
