"""What logistics promises, as sentences."""
