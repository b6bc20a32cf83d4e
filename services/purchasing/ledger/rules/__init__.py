"""The ledger's values, how they change, and what follows by itself."""
