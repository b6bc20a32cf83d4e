"""A lot is traced both ways: to the customers who got it, from a slip to its suppliers (WHS-1)."""
