"""Suppliers, their offers, and which items may be bought at all."""
