"""At the end of each month sales states its own ledger, order by order, so that finance compares (SAL-16, FIN-6)."""
