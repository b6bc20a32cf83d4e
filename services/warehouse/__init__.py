"""The warehouse: what is on the shelves, who gets it, what comes in and what leaves (WHS)."""
