"""What customers and merchandisers tell of payments, and who asked for what is owed (SAL-16, FIN-4)."""
