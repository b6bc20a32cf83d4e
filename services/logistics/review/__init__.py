"""Whether and how the goods of an order can travel (SAL-5)."""
