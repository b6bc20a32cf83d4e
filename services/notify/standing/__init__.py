"""What events tell of orders and purchases, by which older promises become void."""
