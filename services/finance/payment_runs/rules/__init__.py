"""What becomes of a payment run, and the file that the bank gets of it."""
