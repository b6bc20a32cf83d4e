"""The outbound slip, the report of an inspection and the return to a supplier on paper (LOG-6, WHS-5, WHS-6)."""
