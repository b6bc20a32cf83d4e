"""A conversation: a call, mail, chat or meeting with a customer, and what was promised in it (SAL-22)."""
