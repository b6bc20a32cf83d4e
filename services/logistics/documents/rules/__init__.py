"""What stands on each document of a shipment, and what a set of them is."""
