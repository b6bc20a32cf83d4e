"""What is done to keep a customer who wishes to cancel, before that takes effect (SAL-24)."""
