"""The six departments; each a house of its own."""
