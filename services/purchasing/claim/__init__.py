"""The claim: what a supplier owes by his supply agreement for a part of a purchase that was late (PUR-8)."""
