"""Money that goes back to the customer: by rule, or when a person says so (FIN-2, FIN-7)."""
