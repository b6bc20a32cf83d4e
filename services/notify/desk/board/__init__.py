"""The order board: every order at its stage, what it waits for next, and what is wrong with it (NOT-1)."""
