"""Documents that wait for somebody until a day: that day is said, and that it is over (NOT-3)."""
