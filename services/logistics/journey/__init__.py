"""What carriers tell of goods under way, event by event, and what their silence means (LOG-5)."""
