"""Orders that wait until what they lack can be bought (SAL-5)."""
