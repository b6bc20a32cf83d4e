"""Credit: limits, reviews and holds (SAL-5, FIN-4)."""
