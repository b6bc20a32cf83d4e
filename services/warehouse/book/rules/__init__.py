"""What the book holds, how it is changed, and what follows from a change by itself."""
