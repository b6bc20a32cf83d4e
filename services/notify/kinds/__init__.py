"""The company's table of exceptions: kinds, levels, plans, response times, approvals (NOT-4)."""
