"""Exceptions: what goes wrong, who acts, what is planned, who approves, and how it ended (NOT-4)."""
