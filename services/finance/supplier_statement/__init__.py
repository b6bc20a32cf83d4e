"""A supplier's month: what was owed, billed and paid, and what he says of it (FIN-5)."""
