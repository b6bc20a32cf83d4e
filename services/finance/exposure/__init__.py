"""What a customer owes and has ordered, in all its currencies (SAL-5, FIN-4)."""
