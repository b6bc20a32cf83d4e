"""Another carrier takes goods that the first one failed to take, with what that costs and how much later (LOG-2)."""
