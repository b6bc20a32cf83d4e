"""A transfer: goods of an item on their way from one of its places to another (WHS-10)."""
