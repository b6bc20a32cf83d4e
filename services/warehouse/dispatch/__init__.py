"""Goods are packed, leave, and come back (WHS-6, WHS-8)."""
