"""What a verdict on an order says (ALL-1)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from whereabouts.links import Cause

State = Literal["done", "moving", "waiting", "stuck", "unknown"]


@dataclass(frozen=True)
class Verdict:
    """Where the order stands, why, whose it is, and what to do; ``since`` and ``due`` are real or business time."""

    state: State
    cause: Cause
    where: str
    what: str
    owner: str
    next: str
    evidence: tuple[str, ...] = ()
    since: datetime | None = None
    due: datetime | None = None
    behind: int = 0
    alike: int = 1
    unknown: tuple[str, ...] = ()
    near: tuple[str, ...] = ()
    number: str = ""
    """The order's number, whatever it was asked for by."""

    @property
    def exit_code(self) -> int:
        """0 done or moving, 1 waiting within its limit, 2 stuck, 3 unknown in part, 4 no order has this name."""
        return 3 if self.unknown else {"done": 0, "moving": 0, "waiting": 1, "stuck": 2, "unknown": 4}[self.state]
