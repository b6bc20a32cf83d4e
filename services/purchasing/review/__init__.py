"""Whether and by when an order could be bought (SAL-5)."""
