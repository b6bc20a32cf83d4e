"""What arrived and was accepted (SAL-11)."""
