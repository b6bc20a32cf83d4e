"""What a payment settles (FIN-2), and what nobody paid in time (FIN-4)."""
