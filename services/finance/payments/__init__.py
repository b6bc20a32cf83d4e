"""Payments, matched to advances and invoices (FIN-2), and what nobody paid (FIN-4)."""
