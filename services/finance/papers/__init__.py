"""Papers that finance issues: invoices and credit notes, drawn from what it has booked (FIN-1)."""
