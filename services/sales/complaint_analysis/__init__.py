"""Complaints of a period, counted by kind, item, customer or month (SAL-12)."""
