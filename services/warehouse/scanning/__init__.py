"""What a code on a label names here: an item, a lot, a place (NOT-17)."""
