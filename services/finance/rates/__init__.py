"""What currencies are worth in the company's own, from which day on (FIN-8)."""
