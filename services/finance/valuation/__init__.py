"""What invoices and bills in foreign currencies are worth in the company's books (FIN-8, FIN-3)."""
