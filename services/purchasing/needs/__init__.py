"""What the orders lack, and which purchases cover it (PUR-1)."""
