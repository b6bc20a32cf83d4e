"""NOT-3, NOT-4: what is an exception from its beginning is raised at once, before anybody is late with it."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

import asyncpg
import pytest

from chassis import clock
from contracts.complaints import ComplaintClosed, ComplaintOpened, ComplaintTeamed
from contracts.delays import DelayEnded, DelayForecast
from contracts.event import Event
from contracts.notify import DeadlineMissed, ExceptionRaised, ExceptionResolved
from contracts.purchasing import PurchaseOrdered
from contracts.reasons import because
from contracts.warehouse import LotExpiring, LotGone, ShortageAverted, ShortageForeseen
from services.notify.exception.store import levels_of
from services.notify.house import HOUSE
from services.notify.overdue.handlers import find_missed, miss, watch
from services.notify.overdue.store import open_promises
from services.notify.policy import Policy, calendar
from services.notify.resolving import handlers
from services.notify.tests.samples import Order, usd
from tests.needs import needs

pytestmark = needs("SAL-20", "NOT-3", "NOT-4")


@pytest.fixture
def order() -> Order:
    return Order()


def forecast(order: Order, delay: int = 1, on: date = date(2099, 1, 11)) -> DelayForecast:
    return DelayForecast(
        order_id=order.id,
        order_version=2,
        delay=delay,
        promised=date(2099, 1, 1),
        forecast=on,
        because="supply",
        item="P-1",
        supplier="S-1",
    )


def ended(order: Order, delay: int = 1) -> DelayEnded:
    return DelayEnded(order_id=order.id, order_version=2, delay=delay, promised=date(2099, 1, 1), how="recovered")


async def hear(db: asyncpg.Connection, *events: Event) -> list[Event]:
    """All that notify says to events, one by one."""
    outcomes = [await handler(db, [event]) for event in events for handler in HOUSE.handles[type(event)]]
    return [said for each in outcomes for outcome in each for said in (outcome if isinstance(outcome, tuple) else ())]


async def progress(db: asyncpg.Connection) -> list[ExceptionResolved]:
    found = [exception_id for _, exception_id in await handlers.find_cleared(db, clock.now())]
    return [event for events in await handlers.clear(db, found) for event in events]


async def test_a_forecast_delay_is_an_exception_at_once_though_nobody_has_missed_anything(
    db: asyncpg.Connection, order: Order
) -> None:
    (raised,) = await hear(db, forecast(order))
    assert isinstance(raised, ExceptionRaised)
    assert (raised.kind, raised.level, raised.owner, raised.orders) == ("late delivery", 2, "sales", (order.id,))
    assert raised.approval_role == "sales manager"
    assert "new date" in raised.plan
    assert await find_missed(db, clock.now()) == []
    assert await levels_of(db, [order.id]) == {order.id: 2}
    (owed,) = await open_promises(db, owner="sales", due_before=None, after=None, limit=9)
    assert (owed.key, owed.awaits, owed.reason) == (raised.promise_id, "delay.ended", "delay.forecast: supply")


async def test_another_date_of_the_same_delay_raises_no_other_exception(db: asyncpg.Connection, order: Order) -> None:
    await hear(db, forecast(order))
    assert await hear(db, forecast(order, on=date(2099, 1, 15)), forecast(order)) == []
    assert await progress(db) == []


async def test_the_end_of_the_delay_ends_the_exception_and_the_next_delay_is_another(
    db: asyncpg.Connection, order: Order
) -> None:
    (first,) = await hear(db, forecast(order))
    await hear(db, ended(order))
    (resolved,) = await progress(db)
    assert isinstance(first, ExceptionRaised)
    assert (resolved.exception_id, resolved.how) == (first.exception_id, "progress")
    assert await levels_of(db, [order.id]) == {}
    (second,) = await hear(db, forecast(order, delay=2))
    assert isinstance(second, ExceptionRaised)
    assert second.exception_id != first.exception_id
    assert await progress(db) == []


async def test_an_end_that_is_heard_first_ends_its_own_delay_alone(db: asyncpg.Connection, order: Order) -> None:
    await hear(db, ended(order), forecast(order))
    assert len(await progress(db)) == 1
    await hear(db, forecast(order, delay=2))
    assert await progress(db) == []


async def test_a_delay_that_nobody_answers_in_time_is_overdue_and_no_second_exception(
    db: asyncpg.Connection, order: Order, monkeypatch: pytest.MonkeyPatch
) -> None:
    (raised,) = await hear(db, forecast(order))
    await hear(db, raised)
    later = clock.now() + timedelta(days=14)
    monkeypatch.setattr(clock, "now", lambda: later)
    due = [key for _, key in await find_missed(db, later)]
    missed = [one for one in await miss(db, due) if isinstance(one, DeadlineMissed)]
    delay = next(one for one in missed if one.cause == DelayForecast.topic)
    assert await handlers.raise_(db, [delay]) == [()]
    await watch(db, [delay])
    awaited = await open_promises(db, owner="notify", due_before=None, after=None, limit=9)
    assert [promise.awaits for promise in awaited] == ["exception.resolved"]


@needs("SAL-12")
async def test_managers_hear_of_a_grave_complaint_at_once_until_a_team_takes_it_up_by_a_day(
    db: asyncpg.Connection, order: Order
) -> None:
    told: dict[str, Any] = {"order_id": order.id, "complaint_id": uuid4(), "number": "CP-2026-000001"}
    (raised,) = await hear(db, ComplaintOpened(**told, version=1, kind="quality", grade="A", team_hours=2))
    assert isinstance(raised, ExceptionRaised)
    assert (raised.kind, raised.level, raised.owner) == ("complaint", 2, "sales")
    (owed,) = await open_promises(db, owner="sales", due_before=None, after=None, limit=9)
    in_two_hours = calendar(Policy()).after_hours(clock.now(), timedelta(hours=2))
    assert abs(owed.due - in_two_hours) < timedelta(minutes=1)
    await hear(db, ComplaintTeamed(**told, version=2, departments=("sales", "warehouse"), answer_by=date(2099, 1, 9)))
    (done,) = await progress(db)
    assert done.exception_id == raised.exception_id
    (owed,) = await open_promises(db, owner="sales", due_before=None, after=None, limit=9)
    assert (owed.awaits, owed.due.date()) == ("complaint.closed", date(2099, 1, 9))
    await hear(db, ComplaintClosed(**told, version=3, answer="replaced"))
    assert not await open_promises(db, owner="sales", due_before=None, after=None, limit=9)


@needs("SAL-12")
async def test_a_light_complaint_is_answered_within_a_day_or_its_limit_is_missed(
    db: asyncpg.Connection, order: Order
) -> None:
    told: dict[str, Any] = {"order_id": order.id, "complaint_id": uuid4(), "number": "CP-2026-000001"}
    assert await hear(db, ComplaintOpened(**told, version=1, kind="late", grade="C")) == []
    (owed,) = await open_promises(db, owner="sales", due_before=None, after=None, limit=9)
    assert (owed.awaits, owed.due - owed.since) == ("complaint.closed", timedelta(hours=24))
    await hear(db, ComplaintOpened(**told, version=2, kind="late", grade="A", team_hours=2))
    (owed,) = await open_promises(db, owner="sales", due_before=None, after=None, limit=9)
    assert owed.awaits == "complaint.teamed"


@needs("WHS-7")
async def test_an_item_that_will_be_short_is_an_exception_of_purchasings_until_it_is_enough(
    db: asyncpg.Connection,
) -> None:
    told = {"item": "P-024", "shortage": 1, "available": Decimal(320)}
    soon = {"runs_out_on": date(2026, 11, 20), "lead_days": 21, "lacking": Decimal(160)}
    (raised,) = await hear(db, ShortageForeseen(**told, **soon))  # type: ignore[arg-type]
    assert isinstance(raised, ExceptionRaised)
    assert (raised.kind, raised.owner, raised.orders) == ("material shortage", "purchasing", ())
    await hear(db, ShortageAverted(**told))  # type: ignore[arg-type]
    (resolved,) = await progress(db)
    assert (resolved.exception_id, resolved.how) == (raised.exception_id, "progress")


@needs("WHS-1")
async def test_a_lot_whose_last_day_comes_near_is_an_exception_of_the_warehouses_until_it_is_gone(
    db: asyncpg.Connection, order: Order
) -> None:
    lot = {"receipt": "GR-2026-000012", "item": "P-024", "lot": "L-7"}
    last = {"supplier": "S-07", "expires_on": date(2099, 1, 20), "here": Decimal(40)}
    (raised,) = await hear(db, LotExpiring(orders=(order.id,), **lot, **last))  # type: ignore[arg-type]
    assert isinstance(raised, ExceptionRaised)
    assert (raised.kind, raised.owner, raised.orders) == ("expiring lot", "warehouse", (order.id,))
    await hear(db, LotGone(**lot))  # type: ignore[arg-type]
    (resolved,) = await progress(db)
    assert resolved.exception_id == raised.exception_id


@needs("PUR-2")
async def test_what_is_ordered_after_its_latest_day_is_an_exception_until_its_supplier_names_a_day(
    db: asyncpg.Connection, order: Order
) -> None:
    on_time: dict[str, Any] = {"number": "PO-1", "quantity": 4, "unit_price": usd(3)}
    late = on_time | {"was_due_on": date(2099, 1, 3), "reasons": (because("ordered_late", latest=date(2099, 1, 3)),)}
    await hear(db, order.confirmed())
    (raised,) = await hear(db, order.purchase(PurchaseOrdered, **late))
    assert isinstance(raised, ExceptionRaised)
    assert (raised.kind, raised.owner, raised.orders) == ("material shortage", "purchasing", (order.id,))
    await hear(db, order.purchase_confirmed())
    (resolved,) = await progress(db)
    assert resolved.exception_id == raised.exception_id
    assert await hear(db, order.purchase(PurchaseOrdered, version=3, **on_time)) == []
