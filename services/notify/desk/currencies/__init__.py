"""What is open in foreign currencies, and what a move of one would cost (FIN-8)."""
