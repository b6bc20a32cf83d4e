"""Advances: asked when an order is agreed, set off in its invoices, given back at its end."""
