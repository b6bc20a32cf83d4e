"""Sentences of the warehouse, tried out."""
