"""Suppliers' bills entered, corrected, released and sent back (FIN-5, PUR-4)."""
