"""What bills and purchases are, when they agree, and what is posted of them."""
