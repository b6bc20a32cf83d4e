"""What a receipt may be for, and whether that is certain."""
