"""The customer and item masters: what is agreed with a customer, and what is sold (SAL-15, SAL-25)."""
