"""What sales knows by itself of an order's money: what left at its own prices, what it was told was paid (SAL-16)."""
