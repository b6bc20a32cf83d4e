"""Credit: limits, reviews, and holds by hand and by itself (SAL-5, FIN-4)."""
