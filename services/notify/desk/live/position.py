"""How far a feed is, where lines may become visible in another order than that of their numbers.

A number is taken before its transaction is over, so a lower one may come after a higher one. A number is decided when
every transaction is over that was not over when it was given. Where a page or a reconnecting browser goes on is a
decided number: nothing before it can come any more, whatever process of notify it asks.
"""

from __future__ import annotations

from collections import deque

from services.notify.desk.live.store import Line, Looked


class Position:
    """Of one reader; each look tells the orders that it had not told before."""

    def __init__(self, decided: int) -> None:
        self.decided = decided
        self._given = decided
        self._waiting: deque[tuple[int, int]] = deque()
        self._told: set[int] = set()

    def has_to_look(self, given: int) -> bool:
        """Whether anything was written since, or something may come still."""
        return given > self._given or bool(self._waiting)

    def looked(self, given: int, looked: Looked) -> list[Line]:
        """``given`` was asked before ``looked``: whoever has a number up to it had begun by then."""
        new = [line for line in looked.lines if line.number not in self._told]
        self._told.update(line.number for line in looked.lines)
        while self._waiting and self._waiting[0][1] <= looked.oldest:
            self.decided = self._waiting.popleft()[0]
        self._told = {number for number in self._told if number > self.decided}
        if given > (self._waiting[-1][0] if self._waiting else self.decided):
            self._waiting.append((given, looked.next))
        self._given = given
        return new
