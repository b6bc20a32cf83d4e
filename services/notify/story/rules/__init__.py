"""How far an order is, and what is told of it."""
