"""One line `then` in a contract, no other code: watchdog, overdue event, metric, alert, next step, to-do."""

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from datetime import timedelta
from uuid import uuid4

import asyncpg
import pytest
from prometheus_client import REGISTRY

from chassis import clock
from chassis.database.pool import open_pool
from chassis.transaction.engine import Engine
from contracts.catalogue import EVENTS
from contracts.event import CATALOGUE, Event, OrderEvent, Promise, hours
from gendan.generated import alerts
from services.notify.deadlines.handlers import watch
from services.notify.deadlines.store import open_promises, open_promises_of
from services.notify.families.rules import answers
from services.notify.house import HOUSE
from services.notify.missed.handlers import TIMERS
from services.notify.story.handlers import tell
from tests.needs import needs

pytestmark = needs("NOT-3")

ALERT = "LogisticsOwesSampleReturned"


@pytest.fixture
def sample_sent(monkeypatch: pytest.MonkeyPatch) -> Iterator[type[Event]]:
    """A contract that is in the catalogue for one test."""

    class SampleReturned(OrderEvent, topic="sample.returned", said_by="logistics"):
        """The sample is back."""

    class SampleSent(OrderEvent, topic="sample.sent", said_by="sales"):
        """The customer gets a sample."""

        then = (Promise(of=("sample.returned",), by="logistics", within=hours(24)),)

    for event in (SampleSent, SampleReturned):
        monkeypatch.setitem(EVENTS, event.topic, event)
    yield SampleSent
    for event in (SampleSent, SampleReturned):
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


async def test_one_line_in_a_contract_brings_everything_that_watches_it(
    engine: Engine, sample_sent: type[Event], monkeypatch: pytest.MonkeyPatch
) -> None:
    sent = sample_sent.model_validate({"order_id": uuid4()})
    async with engine.pool.acquire() as db:
        await tell(db, [sent])
        await watch(db, [sent])
    (to_do,) = await open_promises(engine.pool, owner="logistics", due_before=None, after=None, limit=9)
    (next_step,) = await open_promises_of(engine.pool, sent.orders[0])
    assert to_do == next_step
    assert (next_step.cause, next_step.awaits) == ("sample.sent", "sample.returned")

    later = clock.now() + timedelta(hours=25)
    monkeypatch.setattr(clock, "now", lambda: later)
    await look(engine)
    await look(engine)
    assert await said(engine) == [("deadline.missed", str(next_step.key))]
    labels = {"owner": "logistics", "awaits": "sample.returned"}
    assert REGISTRY.get_sample_value("gendan_promises_overdue", labels) == 1
    assert f"alert: {ALERT}" in alerts.page()
    assert 'gendan_promises_overdue{owner="logistics", awaits="sample.returned"}' in alerts.page()


async def test_the_line_is_gone_with_its_contract() -> None:
    assert "sample.sent" not in EVENTS
    assert ALERT not in alerts.page()


async def said(engine: Engine) -> list[tuple[str, str]]:
    rows: list[asyncpg.Record] = await engine.pool.fetch("SELECT topic, key FROM outbox ORDER BY id")
    return [(row["topic"], row["key"]) for row in rows]
