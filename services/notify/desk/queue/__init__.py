"""What waits in a department for the person who looks, with the forms to do it; phone first (NOT-17)."""
