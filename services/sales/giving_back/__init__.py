"""A customer gives goods back, exchanges them or has them repaired: by his link, or his account (SAL-13, WHS-8)."""
