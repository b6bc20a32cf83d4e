"""What a file of a bank says, in one form whatever its format, and whether it can be taken."""
