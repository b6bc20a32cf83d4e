"""A shipment from goods.packed to its delivery, or to its cancel: one road to its tables (LOG-1, LOG-5)."""
