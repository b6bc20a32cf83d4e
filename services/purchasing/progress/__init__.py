"""How far production orders are, and when one is told to be late (PUR-9)."""
