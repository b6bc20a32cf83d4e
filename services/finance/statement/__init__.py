"""A month of a customer or a supplier: what was owed, booked and paid, and what he says of it (FIN-10, FIN-5)."""
