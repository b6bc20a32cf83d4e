"""Who of sales sees whose customers (ALL-3, ALL-8, SAL-15)."""
