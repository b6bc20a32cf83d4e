"""A lot is recalled: nobody is promised or packed what is left of it, and it says who got the rest (WHS-1)."""
