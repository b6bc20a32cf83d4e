"""What the warehouse says to an order that is not yet confirmed (SAL-5)."""
