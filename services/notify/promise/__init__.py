"""A promise between departments: opened by one event, kept by another (NOT-3)."""
