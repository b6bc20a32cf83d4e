"""What an exception is, of which kind, and how people bring it to its end."""
