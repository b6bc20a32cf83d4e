"""Notify: hears everything; tells each order as one story, and notices what did not happen."""
