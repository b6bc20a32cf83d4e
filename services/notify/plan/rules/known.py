"""What events and people told of an order's milestones (NOT-3)."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from uuid import UUID

from contracts.milestones import Milestone
from contracts.stages import STAGES, State
from services.notify.plan.rules.entered import Entered
from services.notify.plan.rules.replanned import Replanned
from services.notify.plan.rules.schedule import Days


@dataclass(frozen=True)
class Known:
    """``came``: when events say that it came to its milestones, whatever version of it. ``forecast``: while it is
    forecast to be late, the days of the step that decides it, and of the delivery."""

    order_id: UUID
    state: State = "open"
    stage: str | None = None
    promised: date | None = None
    came: Days = field(default_factory=dict)
    forecast: Days = field(default_factory=dict)
    replanned: tuple[Replanned, ...] = ()
    entered: tuple[Entered, ...] = ()
    """The newest last, of both."""

    @cached_property
    def reached(self) -> dict[Milestone, date]:
        """When each came: as an event tells, else as somebody entered it."""
        return {**self.by_hand, **self.told}

    @cached_property
    def by_hand(self) -> dict[Milestone, date]:
        """What somebody entered and no event told, the newest of each milestone."""
        newest = {one.milestone: one.came for one in self.entered}
        return {step: day for step, day in newest.items() if day and step not in self.told}

    @cached_property
    def told(self) -> dict[Milestone, date]:
        """What a newer version of the order must come to again has not come."""
        here = STAGES.index(self.stage) if self.stage in STAGES else -1
        ahead = set(STAGES[here + 1 :])
        return {step: day for step, day in self.came.items() if step not in ahead}

    @property
    def put(self) -> dict[Milestone, date]:
        """The days that people gave, the newest of each milestone."""
        return {one.milestone: one.planned for one in self.replanned}

    @property
    def first_promised(self) -> date | None:
        """What was promised when somebody first planned anew."""
        return self.replanned[0].promised if self.replanned else self.promised

    def and_so(self, one: Replanned | Entered) -> Known:
        """With what somebody says now."""
        if isinstance(one, Entered):
            return replace(self, entered=(*self.entered, one))
        return replace(self, replanned=(*self.replanned, one))
