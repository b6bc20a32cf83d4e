"""What a person put off, until when and why (NOT-17)."""
