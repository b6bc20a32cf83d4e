"""What the company's orders came to in a period, beside another one (NOT-11, ALL-6)."""
