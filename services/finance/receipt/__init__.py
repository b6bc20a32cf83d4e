"""Money that came by a bank's file: whose it is, and what became of it (FIN-2)."""
