"""What may be put on a shelf, whichever way it comes (WHS-3, WHS-4, WHS-8)."""
