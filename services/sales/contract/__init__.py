"""A sales contract: what is agreed with a customer beyond one order, version by version (SAL-4, SAL-18)."""
