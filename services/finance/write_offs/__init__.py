"""What customers will not pay is given up when all have signed (FIN-4, FIN-7)."""
