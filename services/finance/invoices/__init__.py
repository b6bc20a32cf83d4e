"""Invoices and credit notes (FIN-1)."""
