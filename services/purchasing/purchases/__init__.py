"""What suppliers, buyers, finance and the dock do with purchases (PUR-3, PUR-4)."""
