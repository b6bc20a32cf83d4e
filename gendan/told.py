"""What ends a command with one clear message instead of a traceback."""

from __future__ import annotations

from contracts.texts import Text


class Told(Exception):
    """A failure that its message tells in full: what is not as it must be, and what to do."""

    def __init__(self, text: Text) -> None:
        self.text = text
        super().__init__(str(text))
