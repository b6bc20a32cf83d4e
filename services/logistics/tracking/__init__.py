"""What carriers say of shipments under way, and what a clerk makes right of it; nothing recorded is lost (LOG-5)."""
