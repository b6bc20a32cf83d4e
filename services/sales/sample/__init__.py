"""A sample: what a customer judges before a series is made for him (SAL-23)."""
