"""Goods come in against a purchase (WHS-3, WHS-4)."""
