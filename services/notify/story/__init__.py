"""One order, one story: its events, its stage, its row on the board (NOT-1, NOT-2)."""
