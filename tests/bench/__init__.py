"""Measurements of the embedded default; never timed tests."""
