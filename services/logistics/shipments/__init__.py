"""A shipment from goods.packed to its delivery, or to its cancel (LOG-1, LOG-5)."""
