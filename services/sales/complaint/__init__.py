"""A complaint: what a customer says is wrong with an order, why it is, and what he was answered (SAL-12)."""
