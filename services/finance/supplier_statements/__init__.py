"""Suppliers' months, and what they say of them (FIN-5)."""
