"""What becomes of a PO: an order, the order that it is already, or questions (SAL-2, SAL-3)."""
