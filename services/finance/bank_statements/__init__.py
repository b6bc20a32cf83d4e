"""Statements of banks, taken in as files (FIN-2)."""
