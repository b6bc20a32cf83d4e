"""Reservations, their settlement check and their release (SAL-17)."""
