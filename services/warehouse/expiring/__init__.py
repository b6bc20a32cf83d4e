"""Lots whose last day comes near, and the orders that were promised them (WHS-1)."""
