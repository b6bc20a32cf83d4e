"""As much as the page reads of purchasing's production lines (PUR-9, PUR-12)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from uuid import UUID

from contracts.value import Value


class DayTold(Value):
    """Minutes; a day on which nothing can be worked and nothing stands still is a day off."""

    on: date
    capacity: int
    planned: int
    still: int

    @property
    def off(self) -> bool:
        return not (self.capacity or self.still or self.planned)

    @property
    def full(self) -> bool:
        """More is planned than the line can work."""
        return self.planned > self.capacity


class StillTold(Value):
    first_on: date
    until_on: date
    minutes: int
    reason: str


class GateTold(Value):
    """A milestone that none after it passes before its inspection; ``inspection`` is the newest one, if any."""

    state: str
    inspection: str = ""

    @property
    def is_open(self) -> bool:
        return self.state in ("passed", "conceded")


class StepTold(Value):
    name: str
    planned_on: date
    forecast_on: date
    done: Decimal
    told_on: date | None
    critical: bool
    gate: GateTold | None = None

    @property
    def came(self) -> date | None:
        """The day on which it was complete."""
        return self.told_on if self.done == 1 else None


class OrderTold(Value):
    production_id: UUID
    number: str
    item: str
    quantity: Decimal
    state: str
    starts_on: date
    ends_on: date
    owed_on: date | None
    promised_on: date | None
    late: bool
    orders: tuple[UUID, ...]
    steps: tuple[StepTold, ...]

    @property
    def expected_on(self) -> date:
        return self.steps[-1].came or self.steps[-1].forecast_on


class LineTold(Value):
    line: str
    name: str
    active: bool
    days: tuple[DayTold, ...]
    maintenance: tuple[StillTold, ...]
    orders: tuple[OrderTold, ...]

    @property
    def load(self) -> Decimal | None:
        """Which part of what it can work is planned; None where it can work nothing."""
        can = sum(day.capacity for day in self.days)
        return Decimal(sum(day.planned for day in self.days)) / can if can else None


class ScheduleTold(Value):
    since: date
    until: date
    count: int
    lines: tuple[LineTold, ...]


class MoneyTold(Value):
    amount: Decimal
    currency: str


class SwitchTold(Value):
    """What another line would be done with sooner; ``here_on`` None: nobody knows when the one where it is."""

    number: str
    item: str
    here: str
    here_on: date | None
    cost_here: MoneyTold | None
    line: str
    ends_on: date
    cost: MoneyTold
    quantity: Decimal
    owed_on: date | None


class SwitchesTold(Value):
    items: tuple[SwitchTold, ...]
