"""People plan milestones anew, with a reason (NOT-3)."""
