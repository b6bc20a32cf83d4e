"""What is said about purchases, and because of which message."""
