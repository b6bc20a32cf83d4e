"""The ledger: what is known of items and orders, and the purchases that cover what lacks."""
