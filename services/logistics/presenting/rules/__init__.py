"""Documents at the bank: what a clerk tells of them, and what the bank's own messages say (LOG-7)."""
