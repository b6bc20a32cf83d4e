"""The book of orders, for who looks into it (SAL-2, ALL-3)."""
