"""Receipts matched to what they are for: by rule where it is certain, else by a person (FIN-2)."""
