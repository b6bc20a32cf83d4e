"""Months of customers and suppliers, what they say of them, and what of it is disputed (FIN-10, FIN-5)."""
