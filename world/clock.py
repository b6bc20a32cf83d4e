"""Business time, as the outside is told it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Protocol


class Clock(Protocol):
    """The company's business clock; ``rate`` is business seconds per real second."""

    @property
    def rate(self) -> float: ...

    def now(self) -> datetime:
        """Business time in UTC."""
        ...

    def today(self) -> date:
        """The calendar date in the company's zone."""
        ...


def day_of(moment: Any) -> date:
    """The date of what a department gave as date or time."""
    return date.fromisoformat(str(moment)[:10])
