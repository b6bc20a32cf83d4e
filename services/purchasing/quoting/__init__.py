"""Suppliers are asked for their price, answer, and one of them is chosen with the reason (PUR-10)."""
