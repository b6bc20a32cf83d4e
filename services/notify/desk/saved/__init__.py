"""Views: filters of the board and the list that a person gave a name (NOT-1)."""
