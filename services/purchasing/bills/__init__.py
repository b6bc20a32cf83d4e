"""Which purchases have their tax invoice, and which still lack it (PUR-4)."""
