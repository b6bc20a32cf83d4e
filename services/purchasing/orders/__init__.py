"""The life of a purchase, from draft to closed (PUR-3, PUR-4, PUR-7)."""
