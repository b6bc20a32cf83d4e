"""A trial: whether and by when an order could be served, asked without placing it (SAL-24)."""
