"""Papers that logistics issues for a shipment, and what a clerk reads from the carriers' own (LOG-6, LOG-8)."""
