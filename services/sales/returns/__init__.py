"""Goods that are asked back (SAL-9)."""
