"""How fast goods turn over, which lie still, and which run out soon (WHS-7)."""
