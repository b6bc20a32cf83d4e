"""The outside at work: everybody acts again and again, at the pace of the business clock."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from world.arrival import Arrival
from world.bank import Bank
from world.carriers import Carriers
from world.cast import Cast, cast
from world.chance import Chance
from world.client import Api
from world.clock import Clock
from world.customers import Customers
from world.leftovers import Leftovers
from world.staff import Staff
from world.suppliers import Suppliers

TICK_S, OFFICE_TICK_S, SLOW_TICK_S = 0.5, 1.0, 3.0
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


async def play(api: Api, schedule: Sequence[Arrival], clock: Clock, seed: int = 0, until: date | None = None) -> None:
    """Customers, suppliers, carriers, the bank and staff act through the departments' HTTP APIs.

    Ends after the business date ``until``; without one, when it is cancelled. The same seed decides the same about
    the same order, purchase or invoice number. A failing act is logged and tried again at the next tick.
    """
    parts = _parts(await cast(api), schedule, clock, Chance(seed))
    async with asyncio.TaskGroup() as group:
        for part in parts:
            group.create_task(_keep_acting(part, clock, until))


def _parts(company: Cast, schedule: Sequence[Arrival], clock: Clock, chance: Chance) -> tuple[Part, ...]:
    return (
        Part(Customers(company.somebody("salesperson"), chance, schedule)),
        Part(Suppliers(company, chance, clock)),
        Part(Carriers(company.somebody("logistics clerk"), chance)),
        Part(Bank(company.somebody("accountant"), chance), OFFICE_TICK_S),
        Part(Staff(company, chance), OFFICE_TICK_S),
        Part(Leftovers(company), SLOW_TICK_S),
    )


async def _keep_acting(part: Part, clock: Clock, until: date | None) -> None:
    while until is None or clock.today() <= until:
        begun = time.monotonic()
        try:
            await part.actor.act(clock.today())
        except Exception:
            log.exception("%s could not act", type(part.actor).__name__)
        await asyncio.sleep(max(0.0, part.every_s - (time.monotonic() - begun)))
