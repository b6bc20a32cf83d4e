"""A delivery that was reported wrongly is corrected, and what stood there before is kept (LOG-5)."""
