"""The outbound slip and the return to a supplier on paper (WHS-5, WHS-6)."""
