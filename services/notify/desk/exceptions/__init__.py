"""The inbox of exceptions: what went wrong, how grave, until when it wants an answer, and its forms (NOT-4)."""
