"""What ends a command with one clear message instead of a traceback."""


class Told(Exception):
    """A failure that its message tells in full: what is not as it must be, and what to do."""
