"""The outbound slip on paper: what went into which package, and what it weighs (WHS-6)."""
