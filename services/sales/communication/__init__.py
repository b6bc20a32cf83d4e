"""What is said to customers is noted, promises are kept, and who was not spoken to for long is listed (SAL-22)."""
