"""A voucher: an entry of the ledger that a person writes, and others sign (FIN-3, FIN-7)."""
