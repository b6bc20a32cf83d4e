"""A handover: all that a merchandiser answers for goes to another, who confirms it (NOT-10)."""
