"""What a complaint is, and with what its answer begins (SAL-12)."""
