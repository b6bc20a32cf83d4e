"""A supplier as finance pays him (FIN-5)."""
