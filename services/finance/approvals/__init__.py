"""Prices above budget: signed in a fixed order by different people (PUR-3, FIN-7)."""
