"""The customer and item masters (SAL-15, SAL-25)."""
