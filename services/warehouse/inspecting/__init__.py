"""Lots in quarantine are inspected by their plan, and become free, or are conceded (WHS-4)."""
