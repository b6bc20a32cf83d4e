"""Causes brought about on running departments, and what `gendan why` says of them."""
