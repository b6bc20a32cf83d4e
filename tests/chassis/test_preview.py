"""What a parked message would do, told without doing it."""

from decimal import Decimal
from uuid import UUID

import asyncpg
import pytest

from chassis.ids import new_id
from chassis.messages.envelope import read
from chassis.operations.preview import preview
from chassis.operations.redaction import redacted
from chassis.refusal import NotFound
from chassis.transaction.engine import Engine
from contracts.event import Event
from contracts.markings import Cost, Personal
from contracts.money import Money
from contracts.order import Address
from contracts.value import Value
from tests.chassis import house
from tests.chassis.house import released
from tests.chassis.records import TYPES, message_of, record_of
from tests.chassis.streams import stands_still, waiting
from tests.needs import needs


async def test_a_preview_tells_the_failure_that_a_message_would_meet(engine: Engine) -> None:
    first, *_ = await stands_still(engine)
    seen = await preview(engine, first.id)
    assert (seen.failure, seen.events, seen.rows) == ("ValueError: a bad slip", [], [])


async def test_a_preview_tells_events_and_rows_and_changes_nothing(
    engine: Engine, pool: asyncpg.Pool, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, *_ = await stands_still(engine, order := new_id())
    monkeypatch.setattr(house, "BAD", set())
    for _ in range(2):
        seen = await preview(engine, first.id)
        assert seen.failure == ""
        assert seen.rows == [{"table": "effect", "inserted": 1, "updated": 0, "deleted": 0}]
        assert [(event["topic"], event["key"]) for event in seen.events] == [("goods.packed", str(order))]
        assert seen.events[0]["body"]["slip_number"] == "BAD"
    assert await waiting(pool) == ["dead", "behind", "behind"]
    for table in ("effect", "outbox", "operations"):
        assert await pool.fetchval(f"SELECT count(*) FROM {table}") == 0


async def test_a_preview_tells_for_what_a_message_would_wait(engine: Engine) -> None:
    message = message_of(released(new_id(), "WAIT"))
    await engine.consume([message])
    assert (await preview(engine, message.id)).failure == f"not ready: waits for order.cancelled of {message.key}"


async def test_a_preview_tells_why_a_letter_cannot_be_read(engine: Engine) -> None:
    unreadable = read(record_of(released(new_id()))._replace(value=None), TYPES, "")
    await engine.consume([unreadable])
    assert (await preview(engine, unreadable.id)).failure == "the value is null"


async def test_there_is_no_preview_of_what_is_not_parked(engine: Engine) -> None:
    with pytest.raises(NotFound):
        await preview(engine, new_id())


class Offered(Value):
    item: str
    price: Cost[Money]


class Promised(Event):
    order_id: UUID
    name: Personal[str]
    deliver_to: Personal[Address] | None
    offers: tuple[Offered, ...]
    total: Money


@needs("ALL-3")
def test_what_is_personal_or_a_cost_is_not_shown_at_any_depth() -> None:
    money = Money(amount=Decimal(3), currency="CNY")
    event = Promised(
        order_id=new_id(),
        name="Li Na",
        deliver_to=Address(street="Main St 1", city="Bonn", country="DE"),
        offers=(Offered(item="bolt", price=money),),
        total=money,
    )
    shown = redacted(event)
    assert set(shown) == {"orders", "order_id", "offers", "total"}
    assert shown["offers"] == [{"item": "bolt"}]
    assert shown["total"] == {"amount": "3", "currency": "CNY"}
