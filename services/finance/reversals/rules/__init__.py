"""A payment that the bank took back, and which one it is."""
