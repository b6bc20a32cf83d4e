"""How masters are kept: whole, told on where they differ, with numbers that are as published (SAL-15, SAL-25)."""
