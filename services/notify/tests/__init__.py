"""What notify promises, as sentences."""
