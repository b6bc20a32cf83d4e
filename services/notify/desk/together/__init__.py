"""One command on several documents at once: its own form once, and one request for each (NOT-1, NOT-17)."""
