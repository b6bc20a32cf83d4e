"""Sales: the order's life from intake to its end (SAL)."""
