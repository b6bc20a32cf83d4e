"""What is owed, lies or waits in foreign currencies is worth in the company's books (FIN-8, FIN-3)."""
