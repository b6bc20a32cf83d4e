"""Confirmed orders that are changed to more than the customer's credit carries (FIN-4, SAL-9, SAL-17)."""
