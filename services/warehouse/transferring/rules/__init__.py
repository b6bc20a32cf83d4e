"""What may leave for another place and come there, and which pieces of it."""
