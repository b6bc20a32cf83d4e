"""A request for a price above the budget (PUR-3)."""
