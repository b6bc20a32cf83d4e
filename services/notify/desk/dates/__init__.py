"""Key dates ahead of a person's orders and customers, as a page and as a feed for his calendar (NOT-5)."""
