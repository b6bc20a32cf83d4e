"""What is asked of a sales contract, and why it may be refused; pure."""
