"""A backup of a company at work, and the company that comes of it (ALL-9, decision 0050)."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple
from uuid import UUID

import pytest

from chassis.kafka_access import KafkaAccess
from contracts.departments import DEPARTMENTS
from gendan.backup import elsewhere
from gendan.backup.manifest import Manifest
from gendan.backup.restoring import Restored, restore
from gendan.backup.taking import take
from gendan.conformance.hearing import heard
from gendan.conformance.judging import judged
from gendan.embedded import remove
from tests.bench.company import Company, up
from tests.bench.orders import every_fifth_short, order
from tests.bench.progress import until_closed
from tests.bench.trade import Trade
from tests.bench.trees import CHECKOUT, Tree
from tests.ledger import unbalanced
from tests.needs import needs

pytestmark = [needs("ALL-9"), pytest.mark.filterwarnings("ignore::ResourceWarning")]

HERE = Tree("this", "", CHECKOUT, sys.executable)
AT_ONCE, BEFORE = 10, 4
ORDERS = "SELECT id FROM sales_order"
KNOWN = "SELECT DISTINCT order_id FROM fact"
INVOICED = "SELECT order_id, count(DISTINCT shipment_id) AS shipments, count(*) AS invoices FROM invoice GROUP BY 1"


class Taken(NamedTuple):
    """A batch of orders that sales has accepted."""

    asked: datetime
    answered: datetime
    orders: frozenset[UUID]


@dataclass
class Load:
    """Customers who order one batch after the other, and an outside that delivers, pays and brings what was bought."""

    trade: Trade
    taken: list[Taken] = field(default_factory=list)
    wanted: asyncio.Condition = field(default_factory=asyncio.Condition)

    async def go_on(self) -> None:
        while True:
            await asyncio.gather(self._order(), self.trade.act())
            async with self.wanted:
                self.wanted.notify_all()

    async def _order(self) -> None:
        numbers = [next(self.trade.numbers) for _ in range(AT_ONCE)]
        rows = [(f"load-{number:08d}", order(number, every_fifth_short)) for number in numbers]
        asked = datetime.now(UTC)
        answers = await self.trade.sales.batch("sales", "/orders/batch", rows)
        orders = frozenset(UUID(answer.body["order_id"]) for answer in answers)
        self.taken.append(Taken(asked, datetime.now(UTC), orders))

    async def until(self, batches: int) -> None:
        async with self.wanted:
            await self.wanted.wait_for(lambda: len(self.taken) >= batches)


@dataclass(frozen=True)
class Story:
    """A company that was restored, from a backup that was taken while it took orders; it runs."""

    taken: Sequence[Taken]
    manifest: Manifest
    restored: Restored
    company: Company
    trade: Trade

    async def rows(self, department: str, query: str) -> set[UUID]:
        async with self.company.session(department) as db:
            return {row[0] for row in await db.fetch(query)}


async def by_addresses(data: Path, target: Path) -> Manifest:
    """As if its servers ran elsewhere: by Kafka's address and that of PostgreSQL's superuser alone."""
    password, ports = (data / "postgres.password").read_text(), json.loads((data / "ports.json").read_text())
    access = KafkaAccess(kafka_bootstrap_servers=f"127.0.0.1:{ports['kafka']}")
    url = f"postgresql://gendan:{password}@127.0.0.1:{ports['postgres']}/postgres"
    return await elsewhere.take(elsewhere.Servers(access, url, target.with_name("nothing at hand")), target)


@pytest.fixture(scope="module", params=[take, by_addresses], ids=["beside_it", "by_addresses"])
async def story(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Story]:
    folder = tmp_path_factory.mktemp("backup")
    old, new = folder / "old", folder / "new"
    try:
        async with up(HERE, old, False) as company, _under_load(company) as load:
            await load.until(BEFORE)
            manifest = await request.param(old, folder / "kept")
            await load.until(len(load.taken) + 2)
        restored = await restore(folder / "kept", new, lambda line: None)
        async with up(HERE, new, False) as company:
            trade = Trade(company.api)
            trade.numbers = load.trade.numbers
            yield Story(load.taken, manifest, restored, company, trade)
    finally:
        for data in (old, new):
            if data.exists():
                remove(data)


@asynccontextmanager
async def _under_load(company: Company) -> AsyncIterator[Load]:
    load = Load(Trade(company.api))
    await load.trade.open()
    ordering = asyncio.create_task(load.go_on())
    try:
        yield load
    finally:
        ordering.cancel()
        await asyncio.gather(ordering, return_exceptions=True)


async def test_what_was_accepted_before_the_backup_is_there_and_what_came_after_it_nowhere(story: Story) -> None:
    """Lost alike: no department knows an order that sales does not."""
    orders = await story.rows("sales", ORDERS)
    before = [one.orders for one in story.taken if one.answered < story.manifest.begun]
    after = [one.orders for one in story.taken if one.asked > story.manifest.ended]
    assert before
    assert after
    assert all(batch <= orders for batch in before)
    assert not any(batch & orders for batch in after)
    assert story.manifest.begun <= story.restored.last <= story.manifest.ended
    for department in DEPARTMENTS:
        assert await story.rows(department, KNOWN) <= orders, department


async def test_of_what_was_said_after_the_backup_nothing_is_sent_back(story: Story) -> None:
    assert story.restored.left_out > 0


async def test_every_order_closes_and_new_ones_too_and_books_and_shelves_agree(story: Story) -> None:
    orders = await story.rows("sales", ORDERS)
    await until_closed(story.company, story.trade, len(orders), min(orders))
    await until_closed(story.company, story.trade, 5, await story.trade.place(5))
    for department, role in (("warehouse", "storekeeper"), ("finance", "accountant")):
        answer = await story.company.api.acting_as("auditor", role).get(department, "/check")
        assert answer.body == {"ok": True, "faults": []}
    async with story.company.session("finance") as db:
        assert await unbalanced(db) == []
        assert all(row["shipments"] == row["invoices"] for row in await db.fetch(INVOICED))
    for department in DEPARTMENTS:
        assert not await story.rows(department, "SELECT message_id FROM parked"), department


async def test_nothing_is_said_under_a_number_that_said_something_else(story: Story) -> None:
    """Every record that Kafka holds now, against the contracts: ids, numbers without a hole, each promise kept once."""
    records = await heard(KafkaAccess(kafka_bootstrap_servers=story.company.kafka), "", None, 0)
    for department in DEPARTMENTS:
        assert not judged(records, department, datetime.now(UTC)).faults
