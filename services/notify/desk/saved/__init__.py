"""Views: filters of board, list and calendar that a person gave a name (NOT-1)."""
