"""Production orders that will be late are moved to their item's backup line (PUR-12, PUR-9)."""
