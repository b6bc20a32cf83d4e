"""The order: one document with all its facts, what follows from them, and the one road to its row."""
