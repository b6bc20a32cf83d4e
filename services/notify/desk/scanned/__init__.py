"""What a hand scanner reads leads to its document, with what the label says in the form (NOT-17)."""
