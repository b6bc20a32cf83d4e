"""What a code on a label names here: an item, a lot, a place, a piece, a package (NOT-17)."""
