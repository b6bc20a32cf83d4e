"""A supplier's tax invoice, and what finance knows of the purchases that it bills (FIN-5)."""
