"""Tours as they are driven: what is on them, when they start, and what nobody took (LOG-4)."""
