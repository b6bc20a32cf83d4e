"""The staff (ALL-3, ALL-8)."""
