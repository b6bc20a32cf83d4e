"""The customer is reminded, in his language, that an invoice falls due or has (FIN-4)."""
