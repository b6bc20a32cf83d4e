"""A missed promise raises an exception, people plan, approve and resolve it, or progress ends it (NOT-4)."""
