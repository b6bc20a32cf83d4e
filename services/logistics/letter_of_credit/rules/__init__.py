"""What a letter of credit says, how it is read and amended, and what an order's documents must be to be paid under it."""
