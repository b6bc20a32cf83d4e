"""What exchange control asks of money that comes from abroad or goes there (FIN-8)."""
