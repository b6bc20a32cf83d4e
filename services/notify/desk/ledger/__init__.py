"""The ledger's accounts over a period, as finance tells them (FIN-3)."""
