"""Shipments are packed, leave, or come back (WHS-6, WHS-8)."""
