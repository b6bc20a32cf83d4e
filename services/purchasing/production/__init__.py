"""The production order: a purchase that our own shop makes, with its plan on a line (PUR-11, PUR-9)."""
