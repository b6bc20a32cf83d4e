"""What is on the shelves and how it is dealt to those who wait (WHS-1, WHS-2, WHS-7)."""
