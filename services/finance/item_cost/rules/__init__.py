"""The moving average, and what is posted by it."""
