"""A contract, no other code: stage, story, watchdog, overdue event, metric, alert, to-do, who is waited for."""

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal
from uuid import UUID, uuid4

import asyncpg
import pytest
from prometheus_client import REGISTRY

from chassis import clock
from chassis.database.pool import open_pool
from chassis.transaction.engine import Engine
from contracts.catalogue import EVENTS
from contracts.event import CATALOGUE, Event, OrderEvent, Promise, hours
from contracts.matching import answers
from contracts.scalars import Count, Quantity
from contracts.sentences import Sentence
from contracts.supply import Lack
from gendan.generated import alerts
from gendan.why.story import lines_of_page
from services.notify.house import HOUSE
from services.notify.overdue.handlers import TIMERS, watch
from services.notify.overdue.store import open_promises
from services.notify.promise.rules.promise import KnownPromise
from services.notify.promise.store import open_promises_of
from services.notify.story.handlers import tell
from services.notify.story.store import events_of, find
from services.notify.tests.samples import Order
from tests.needs import needs
from whereabouts.picture import Wait
from whereabouts.waits import turn_of

pytestmark = needs("NOT-3")

ALERT = "LogisticsOwesSampleReturnedOrSampleKept"
LABELS = {"owner": "logistics", "awaits": "sample.returned or sample.kept"}


@dataclass(frozen=True)
class Samples:
    """Events of contracts that are in the catalogue for one test."""

    sent: type[Event]
    returned: type[Event]
    lost: type[Event]
    order_id: UUID = field(default_factory=uuid4)

    def send(self, *items: str, version: int = 1) -> Event:
        lacks = tuple(Lack(item=item, quantity=Decimal(2)) for item in items)
        return self.sent.having({"order_id": self.order_id, "order_version": version, "items": lacks})

    def come_back(self, item: str, outstanding: int = 0, version: int = 1) -> Event:
        told = {"item": item, "order_version": version, "outstanding": outstanding}
        return self.returned.having({"order_id": self.order_id, **told})


@pytest.fixture
def samples(monkeypatch: pytest.MonkeyPatch) -> Iterator[Samples]:
    """The example of ``contracts/event.py``."""

    class SampleReturned(OrderEvent, topic="sample.returned", said_by="logistics"):
        """A sample is back."""

        order_version: Count
        item: str
        outstanding: Quantity

    class SampleKept(OrderEvent, topic="sample.kept", said_by="logistics"):
        """The customer keeps a sample."""

        order_version: Count
        item: str

    class SampleSent(OrderEvent, topic="sample.sent", said_by="sales"):
        """The customer gets samples."""

        stage = "dispatched"
        summary = Sentence(en="samples sent[: {items}]", zh="样品已寄出[：{items}]")

        order_version: Count
        items: tuple[Lack, ...]
        then = (
            Promise(
                of=("sample.returned", "sample.kept"),
                by="logistics",
                within=hours(24),
                match=("order_id", "item"),
                counted_by="order_version",
                in_part=("sample.returned",),
                provisional=True,
                outside="the customer",
            ),
        )

    class SampleLost(OrderEvent, topic="sample.lost", said_by="logistics"):
        """Without its sample an order is given up."""

        ends = "cancelled"

    made = (SampleSent, SampleReturned, SampleKept, SampleLost)
    for event in made:
        monkeypatch.setitem(EVENTS, event.topic, event)
    yield Samples(SampleSent, SampleReturned, SampleLost)
    for event in made:
        del CATALOGUE[event.topic]
    answers.cache_clear()


@pytest.fixture
async def engine(database: Callable[[str], Awaitable[str]]) -> AsyncIterator[Engine]:
    pool = await open_pool(await database("notify"), size=2)
    yield Engine(HOUSE, pool)
    await pool.close()


async def look(engine: Engine) -> None:
    """As the service does each second."""
    for timer in TIMERS:
        async with engine.pool.acquire() as db:
            due = await timer.find(db, clock.now())
        if due:
            await engine.fall_due(timer.handle, due)


async def hear(engine: Engine, *events: Event) -> None:
    async with engine.pool.acquire() as db:
        for event in events:
            await tell(db, [event])
            await watch(db, [event])


async def awaited(engine: Engine) -> list[KnownPromise]:
    return await open_promises(engine.pool, owner="logistics", due_before=None, after=None, limit=9)


async def test_one_contract_brings_everything_that_watches_it(
    engine: Engine, samples: Samples, monkeypatch: pytest.MonkeyPatch
) -> None:
    await hear(engine, samples.send("P-1"))
    (to_do,) = await awaited(engine)
    (next_step,) = await open_promises_of(engine.pool, samples.order_id)
    assert to_do == next_step
    assert (next_step.cause, next_step.awaits) == ("sample.sent", LABELS["awaits"])

    later = clock.now() + timedelta(hours=25)
    monkeypatch.setattr(clock, "now", lambda: later)
    await look(engine)
    await look(engine)
    assert await said(engine) == [("deadline.missed", str(next_step.key))]
    assert REGISTRY.get_sample_value("gendan_promises_overdue", LABELS) == 1
    assert f"alert: {ALERT}" in alerts.page()
    assert 'gendan_promises_overdue{owner="logistics", awaits="sample.returned or sample.kept"}' in alerts.page()


async def test_its_order_comes_to_its_stage_and_its_story_tells_it_in_both_languages(
    engine: Engine, samples: Samples
) -> None:
    await hear(engine, samples.send("P-1", "P-2"))
    row = await find(engine.pool, str(samples.order_id))
    assert row
    assert row.stage == "dispatched"
    (event,) = await events_of(engine.pool, samples.order_id)
    assert event["summary"] == "samples sent: 2 P-1, 2 P-2"
    page = {"events": [{**event, "at": event["at"].isoformat()}]}
    assert [line.text for line in lines_of_page(page, "zh")] == ["样品已寄出：2 P-1, 2 P-2"]


async def test_each_item_is_answered_for_itself_and_only_when_nothing_of_it_is_outstanding(
    engine: Engine, samples: Samples
) -> None:
    await hear(engine, samples.send("P-1", "P-2"), samples.come_back("P-1"), samples.come_back("P-2", outstanding=1))
    (left,) = await awaited(engine)
    assert (left.in_part, left.open) == (True, True)
    await hear(engine, samples.come_back("P-2"))
    assert await awaited(engine) == []


async def test_a_newer_version_supersedes_it_and_is_not_answered_by_an_older_one(
    engine: Engine, samples: Samples
) -> None:
    changed = Order().changed(version=2).but(order_id=samples.order_id, orders=(samples.order_id,))
    await hear(engine, samples.send("P-1"), changed)
    assert await awaited(engine) == []
    await hear(engine, samples.send("P-1", version=2), samples.come_back("P-1", version=1))
    assert len(await awaited(engine)) == 1
    await hear(engine, samples.come_back("P-1", version=2))
    assert await awaited(engine) == []


async def test_what_ends_its_order_ends_it_on_the_board_and_withdraws_what_was_promised(
    engine: Engine, samples: Samples
) -> None:
    await hear(engine, samples.send("P-1"), samples.lost.having({"order_id": samples.order_id}))
    row = await find(engine.pool, str(samples.order_id))
    assert row
    assert (row.state, await awaited(engine)) == ("cancelled", [])


async def test_why_names_who_outside_must_act(samples: Samples) -> None:
    wait = Wait(owner="logistics", what=LABELS["awaits"], topics=("sample.returned",), since=clock.now())
    assert turn_of(wait, [], overdue=False) == ("waiting_for_outside", "the customer")


async def test_the_line_is_gone_with_its_contract() -> None:
    assert "sample.sent" not in EVENTS
    assert ALERT not in alerts.page()


async def said(engine: Engine) -> list[tuple[str, str]]:
    rows: list[asyncpg.Record] = await engine.pool.fetch("SELECT topic, key FROM outbox ORDER BY id")
    return [(row["topic"], row["key"]) for row in rows]
