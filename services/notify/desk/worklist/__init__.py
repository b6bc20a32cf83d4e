"""What one person has to do, over all departments, the most pressing first (NOT-17)."""
