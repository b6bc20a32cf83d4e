"""Production lines: what each can do on a day, and which of them makes an item (PUR-12)."""
