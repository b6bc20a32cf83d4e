"""Packed goods leave by rule or by a clerk, or go back when the order was cancelled or changed (LOG-1)."""
