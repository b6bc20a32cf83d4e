"""Papers that sales issues: order confirmations and sales slips, drawn from its order book (SAL-8, SAL-17)."""
