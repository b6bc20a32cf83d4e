"""A month of the orders' days: what is promised and what is awaited (NOT-1)."""
