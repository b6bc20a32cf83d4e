"""What a sales contract is, and what its review finds in it; pure."""
