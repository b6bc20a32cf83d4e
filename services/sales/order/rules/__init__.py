"""What an order is, and what follows from its facts by itself."""
