"""What letters say, and what people do with them."""
