"""A company ready to be measured: warm, its tables' statistics known, and a trade with it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from uuid import UUID

from tests.bench.calibration import Speed, calibrated
from tests.bench.company import Company, fresh_company
from tests.bench.progress import say, until_closed, until_known
from tests.bench.readings import Meter
from tests.bench.routes import insist_it_can_be_driven
from tests.bench.trade import Trade
from tests.bench.trees import Tree


@dataclass
class Running:
    """What a part is given."""

    company: Company
    trade: Trade
    meter: Meter
    speed: Speed
    unfinished: list[UUID] = field(default_factory=list)
    """Orders of the part before that nobody has delivered and paid yet."""

    async def analyze_amid(self, orders: int) -> None:
        """Statistics while so many orders are open, then their end.

        Those of a moment when all is closed would tell PostgreSQL that never an order is open, and it plans for none.
        """
        since = await self.trade.place(orders)
        await until_known(self.company, orders, since)
        await self.company.analyze()
        await until_closed(self.company, self.trade, orders, since)
        self.meter.forget()

    async def finish(self) -> None:
        """Bring them to their end, in nobody's time."""
        if self.unfinished:
            await until_closed(self.company, self.trade, len(self.unfinished), min(self.unfinished))
            self.unfinished = []
            self.meter.forget()


@asynccontextmanager
async def warm_company(tree: Tree, data: Path, warm: int, *, processes: bool = False) -> AsyncIterator[Running]:
    """A fresh company of this tree that has closed twice so many orders, whose time is nobody's."""
    fresh = fresh_company(tree, data, insist_it_can_be_driven, processes=processes)
    async with fresh as company, calibrated() as speed:
        trade = Trade(company.api)
        await trade.open()
        say(f"{tree.name}: {warm} orders to warm up")
        await until_closed(company, trade, warm, await trade.place(warm))
        running = Running(company, trade, Meter(company, speed), speed)
        await running.analyze_amid(warm)
        yield running
