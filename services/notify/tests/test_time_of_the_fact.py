"""SAL-11, NOT-3: what is counted from a fact is counted from when it was so, and not from when it was told."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import asyncpg
import pytest

from chassis import clock
from contracts.event import Event
from contracts.finance import PaymentOverdue
from services.notify.overdue import handlers
from services.notify.overdue.handlers import watch
from services.notify.overdue.store import promises_of
from services.notify.policy import Policy, calendar
from services.notify.promise.rules.promise import KnownPromise, state_of
from services.notify.promise.rules.working_time import Calendar
from services.notify.tests.samples import Order, usd
from tests.figures import put as put_figures
from tests.needs import needs

pytestmark = needs("NOT-3")

SHANGHAI = ZoneInfo("Asia/Shanghai")
REPORTED = datetime(2026, 11, 28, 10, tzinfo=SHANGHAI)


@pytest.fixture
def on(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Business time stands still at a moment."""
    return lambda moment: monkeypatch.setattr(clock, "now", lambda: moment.astimezone(UTC))


async def told(db: asyncpg.Connection, order: Order, *events: Event) -> KnownPromise:
    await watch(db, events)
    return (await promises_of(db, order.id))[-1]


@needs("SAL-11")
async def test_acceptance_is_due_seven_working_days_after_delivery_however_late_it_is_reported(
    db: asyncpg.Connection, on: Any
) -> None:
    """SAL-11: delivered on 2 November, reported on 28 November: due on 11 November, so late at once."""
    on(REPORTED)
    order = Order()
    delivered = order.delivered().but(at=datetime(2026, 11, 2, 7, tzinfo=UTC))
    promise = await told(db, order, delivered)
    assert promise.due == datetime(2026, 11, 11, 18, tzinfo=SHANGHAI)
    assert state_of(promise, clock.now()) == "overdue"
    assert [key for _, key in await handlers.find_missed(db, clock.now())] == [promise.key]


async def test_acceptance_of_what_was_delivered_just_now_is_due_in_seven_working_days(
    db: asyncpg.Connection, on: Any
) -> None:
    on(REPORTED.replace(day=2))
    order = Order()
    promise = await told(db, order, order.delivered().but(at=clock.now()))
    assert promise.due == datetime(2026, 11, 11, 18, tzinfo=SHANGHAI)


async def test_a_fact_of_tomorrow_counts_from_today(db: asyncpg.Connection, on: Any) -> None:
    on(REPORTED.replace(day=2))
    order = Order()
    promise = await told(db, order, order.delivered().but(at=REPORTED))
    assert promise.due == datetime(2026, 11, 11, 18, tzinfo=SHANGHAI)


@needs("FIN-4")
async def test_what_is_overdue_is_awaited_thirty_days_from_the_day_on_which_it_was_due(
    db: asyncpg.Connection, on: Any
) -> None:
    """FIN-4."""
    on(REPORTED)
    order = Order()
    overdue = PaymentOverdue(
        order_id=order.id, customer="ALFKI", invoice_id=order.invoice_id, outstanding=usd(5), due=date(2026, 10, 1)
    )
    promise = await told(db, order, overdue)
    assert promise.due == datetime(2026, 10, 2, tzinfo=SHANGHAI) + timedelta(days=30)


DECEMBER = datetime(2026, 12, 30, 10, tzinfo=SHANGHAI)


def shanghai(**more: Any) -> Calendar:
    return calendar(Policy.model_validate(more))


@needs("SAL-11")
async def test_a_due_time_in_a_year_that_is_not_announced_is_marked_and_reckoned_anew_when_it_is(
    db: asyncpg.Connection, on: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """SAL-11: China says late in a year which weekends of the next one are worked."""
    on(DECEMBER)
    order = Order()
    promise = await told(db, order, order.delivered().but(at=DECEMBER.astimezone(UTC)))
    by_statute = promise.due
    assert promise.due_provisional
    assert str(promise.told_reason) == (
        "shipment.delivered; due provisionally, the working days of its year are not announced yet"
    )
    assert await handlers.find_reckonable(db, clock.now()) == []
    told_late: dict[str, Any] = {"free_days": ["2027-01-04", "2027-01-05"], "worked_days": ["2027-01-09"]}
    announced = shanghai(**told_late)
    await put_figures(db, Policy, **told_late)
    found = [key for _, key in await handlers.find_reckonable(db, clock.now())]
    assert found == [promise.key]
    await handlers.reckon(db, found)
    (promise,) = await promises_of(db, order.id)
    assert (promise.due_provisional, str(promise.told_reason)) == (False, "shipment.delivered")
    assert promise.due == announced.after_days(DECEMBER, 7) != by_statute
    assert await handlers.find_reckonable(db, clock.now()) == []


async def test_a_due_time_in_a_year_that_is_announced_is_sure(db: asyncpg.Connection, on: Any) -> None:
    on(DECEMBER.replace(month=11))
    order = Order()
    assert not (await told(db, order, order.reserved())).due_provisional


async def test_a_date_that_somebody_named_is_sure_in_any_year(db: asyncpg.Connection, on: Any) -> None:
    on(DECEMBER)
    order = Order()
    assert not (await told(db, order, order.dispatched(date(2027, 5, 5)))).due_provisional


def test_a_country_that_works_no_weekends_is_known_for_ever() -> None:
    berlin = Calendar.of("DE", ZoneInfo("Europe/Berlin"), time(9), time(18))
    assert not berlin.is_provisional(datetime(2199, 1, 1, tzinfo=UTC))
