"""Mail to people outside: what one looks like, and how it is handed to a server."""
