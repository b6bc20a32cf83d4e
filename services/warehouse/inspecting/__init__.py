"""Lots in quarantine are inspected, become free or are conceded, and what is bad leaves (WHS-4, WHS-5)."""
