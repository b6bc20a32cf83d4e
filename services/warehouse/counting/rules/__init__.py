"""What a stock count lists, what is told of it, and how it is settled."""
