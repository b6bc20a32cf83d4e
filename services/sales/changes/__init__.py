"""Change and cancel (SAL-9)."""
