"""What changes comes to an open page by itself: a feed of orders out of their stories (NOT-1)."""
