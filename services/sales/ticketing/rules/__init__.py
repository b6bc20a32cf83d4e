"""What may be asked of service tickets (SAL-13)."""
