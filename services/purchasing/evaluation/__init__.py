"""How good suppliers are, measured on what they did; their reviews and certificates (PUR-6, PUR-10)."""
