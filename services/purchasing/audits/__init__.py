"""What auditors from outside find at suppliers, and what is done about it (PUR-13)."""
