"""What is still to come in and to go out in foreign currencies, and what a move of one costs (FIN-8)."""
