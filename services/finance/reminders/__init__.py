"""The customer is reminded, in his language, that an invoice or advance falls due or has (FIN-4)."""
