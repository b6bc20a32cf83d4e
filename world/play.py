"""The outside at work: everybody acts again and again, at the pace of the business clock."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Protocol

from world.arrival import Arrival
from world.bank import Bank
from world.billing import Billing
from world.carriers import Carriers
from world.cast import Cast, cast
from world.chance import Chance
from world.client import Api
from world.clock import Clock
from world.collecting import Collecting
from world.credits import Credits
from world.customers import Customers
from world.delays import Delays
from world.gates import Gates
from world.habits import Habits
from world.leftovers import Leftovers
from world.months import Months
from world.quality import Quality
from world.quoting import Quoting
from world.recalls import Recalls
from world.replacing import Replacing
from world.staff import Staff
from world.suppliers import Suppliers
from world.workshop import Workshop

TICK_S, OFFICE_TICK_S, SLOW_TICK_S = 0.5, 1.0, 3.0
DAY_S = 86_400.0
SLOW_CALL_S = 5.0
"""A promise must still be in the future when it arrives, also where the clock runs fast."""
SLOWEST = timedelta(days=2 * TICK_S)
"""So long takes a call at most where the clock waits for who is at it."""
NEVER = datetime.max.replace(tzinfo=UTC)
log = logging.getLogger(__name__)


class Actor(Protocol):
    async def act(self, today: date) -> None:
        """Do what is due today; doing it twice is harmless."""
        ...


@dataclass(frozen=True)
class Part:
    """Who acts, and how often in real seconds."""

    actor: Actor
    every_s: float = TICK_S

    @property
    def patience(self) -> timedelta:
        """So far ahead of it may a clock run that waits for it: a second is a day, and two acts may pass."""
        return timedelta(days=2 * self.every_s)

    def pause_s(self, rate: float) -> float:
        """Real seconds from act to act; shorter where more than a day passes in a second."""
        return self.every_s * min(1.0, DAY_S / rate)


@dataclass
class Progress:
    """How far each part of the world has come: the business time at which the last act began that it has ended.

    A clock that is kept with it never runs further than ``may_reach``.
    """

    parts: dict[str, tuple[datetime, timedelta]] = field(default_factory=dict)

    def comes_to(self, part: Part, at: datetime) -> None:
        self.parts[type(part.actor).__name__] = (at, part.patience)

    def may_reach(self) -> datetime:
        return min((at + patience for at, patience in self.parts.values()), default=NEVER)

    def forgive(self, at: datetime) -> None:
        """Who hangs is waited for no longer."""
        self.parts = {name: (max(at, came), patience) for name, (came, patience) in self.parts.items()}


async def play(
    api: Api,
    schedule: Sequence[Arrival],
    clock: Clock,
    seed: int = 0,
    until: date | None = None,
    progress: Progress | None = None,
) -> None:
    """Customers, suppliers, carriers, the bank and staff act through the departments' HTTP APIs.

    Ends after the business date ``until``; without one, when it is cancelled. The same seed decides the same about
    the same order, purchase or invoice number. A failing act is logged and tried again at the next tick. Whoever keeps
    the clock with ``progress`` gets the same company on a slow machine.
    """
    slow_call = SLOWEST if progress else timedelta(seconds=clock.rate * SLOW_CALL_S)
    parts = _parts(await cast(api), schedule, clock, Chance(seed), slow_call)
    progress = progress or Progress()
    for part in parts:
        progress.comes_to(part, clock.now())
    async with asyncio.TaskGroup() as group:
        for part in parts:
            group.create_task(_keep_acting(part, clock, until, progress))


def _parts(
    company: Cast, schedule: Sequence[Arrival], clock: Clock, chance: Chance, slow_call: timedelta
) -> tuple[Part, ...]:
    return (
        Part(Customers(company.somebody("salesperson"), chance, schedule)),
        Part(Suppliers(company, chance, clock, slow_call)),
        Part(Replacing(company, chance), OFFICE_TICK_S),
        Part(Workshop(company, chance), OFFICE_TICK_S),
        Part(Quality(company, chance), OFFICE_TICK_S),
        Part(Gates(company, chance), OFFICE_TICK_S),
        Part(Quoting(company, chance, Habits.of(schedule)), OFFICE_TICK_S),
        Part(Carriers(company.somebody("logistics clerk"), chance)),
        Part(Credits(company), OFFICE_TICK_S),
        Part(Bank(company.somebody("accountant"), chance), OFFICE_TICK_S),
        Part(Staff(company, chance), OFFICE_TICK_S),
        Part(Collecting(company, chance), OFFICE_TICK_S),
        Part(Delays(company, chance), OFFICE_TICK_S),
        Part(Billing(company), OFFICE_TICK_S),
        Part(Leftovers(company), SLOW_TICK_S),
        Part(Recalls(company), SLOW_TICK_S),
        Part(Months(company), SLOW_TICK_S),
    )


async def _keep_acting(part: Part, clock: Clock, until: date | None, progress: Progress) -> None:
    while until is None or clock.today() <= until:
        begun, at = time.monotonic(), clock.now()
        try:
            await part.actor.act(clock.today())
        except Exception:
            log.exception("%s could not act", type(part.actor).__name__)
        progress.comes_to(part, at)
        await asyncio.sleep(max(0.0, part.pause_s(clock.rate) - (time.monotonic() - begun)))
