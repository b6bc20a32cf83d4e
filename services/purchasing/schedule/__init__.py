"""What is made on which line in some weeks, and what of it will be late (PUR-9, PUR-12)."""
