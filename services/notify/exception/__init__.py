"""An exception: what went wrong, of which kind, who acts, what is planned and approved, and how it ended (NOT-4)."""
