"""The ledger: double entry, only ever added to (FIN-3)."""
