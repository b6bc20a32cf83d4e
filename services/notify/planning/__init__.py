"""People plan milestones anew, and enter when they came, with a reason (NOT-3)."""
