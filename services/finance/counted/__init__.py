"""What was found and what is missing on the shelves, as the warehouse says it (FIN-3)."""
