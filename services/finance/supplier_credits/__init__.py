"""Suppliers' credit notes against their bills (FIN-5)."""
