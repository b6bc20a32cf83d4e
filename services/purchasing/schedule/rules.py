"""Which production orders will be late, and which of their milestones make them so (PUR-9). Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from services.purchasing.ledger.rules.purchase import Purchase
from services.purchasing.production.rules.forecast import WorksOn
from services.purchasing.production.rules.lines import Line, Maintenance, capacity
from services.purchasing.production.rules.production import Production

WEEK = timedelta(weeks=1)


@dataclass(frozen=True)
class Window:
    """Whole weeks from the Monday on."""

    since: date
    weeks: int

    @classmethod
    def of(cls, day: date, weeks: int) -> Window:
        """From the Monday of the week in which the day is."""
        return cls(day - timedelta(days=day.weekday()), weeks)

    @property
    def until(self) -> date:
        """The last day of it."""
        return self.since + self.weeks * WEEK - timedelta(days=1)

    @property
    def days(self) -> list[date]:
        return [self.since + timedelta(days=count) for count in range(7 * self.weeks)]

    def working(self, works_on: WorksOn) -> WorksOn:
        """The same for the days of the window, each looked up once for all lines."""
        return {day: works_on(day) for day in self.days}.__getitem__


def owed_on(purchase: Purchase) -> date | None:
    """The day that was promised first: a new day that was told because it slips makes nothing in time."""
    return purchase.first_promised_on or purchase.promised_on


def is_late(purchase: Purchase, plan: Production) -> bool:
    """The last milestone is expected after the day that was promised first."""
    owed = owed_on(purchase)
    return owed is not None and plan.steps[-1].forecast_on > owed


def critical(purchase: Purchase, plan: Production) -> frozenset[str]:
    """The milestones that make a late order late: not complete, and expected after their planned day.

    They follow each other on one line, so a day lost on any of them is lost for the last one.
    """
    if not is_late(purchase, plan):
        return frozenset()
    return frozenset(step.name for step in plan.steps if step.done < 1 and step.forecast_on > step.planned_on)


def stands_still(line: Line, maintenance: Iterable[Maintenance], day: date, works_on: WorksOn) -> int:
    """The minutes of a day that maintenance takes from a line that would work on it."""
    return capacity(line, (), day, works_on) - capacity(line, maintenance, day, works_on)
