"""What is agreed with a supplier about lateness, and the claim that follows of it."""
