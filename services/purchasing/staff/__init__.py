"""Who of sales sees which orders here, where each sees his own customers alone (ALL-3)."""
