"""What is awaited, and what nobody said in time (NOT-3)."""
