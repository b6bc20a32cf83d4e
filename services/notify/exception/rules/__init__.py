"""What an exception is, and of which kind."""
