"""What finance does, said as sentences."""
