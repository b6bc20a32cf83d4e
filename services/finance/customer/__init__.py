"""A customer's credit: his limit as sales said it last, and whether finance holds him (SAL-5, FIN-4)."""
