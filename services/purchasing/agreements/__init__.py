"""What is agreed with suppliers about lateness, and the claims that follow of it (PUR-8)."""
