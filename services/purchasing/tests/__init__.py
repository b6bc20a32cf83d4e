"""Sentences of the business about purchasing."""
