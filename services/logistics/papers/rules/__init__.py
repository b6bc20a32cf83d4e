"""What people tell of a carrier's document, and what each paper shows of what it tells."""
