"""What may stand in for what lacks of an order is tried by itself, and proposed where it is free (SAL-10, SAL-25)."""
