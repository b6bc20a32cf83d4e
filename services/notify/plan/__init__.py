"""The plan of an order: the days of its milestones as planned, as forecast, and as they came (NOT-3)."""
