"""What an event says in an order's story."""
