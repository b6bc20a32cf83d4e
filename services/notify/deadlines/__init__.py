"""What must follow each event, from whom, by when; and what is overdue (NOT-3)."""
