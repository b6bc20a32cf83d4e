"""What people ask of purchases, what comes of it, and what other departments decide and receive."""
