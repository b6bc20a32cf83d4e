"""NOT-11, ALL-6: what orders came to in a period, beside another one."""

from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import asyncpg
import pytest

from chassis import clock
from chassis.ids import new_id
from contracts.complaints import ComplaintOpened
from contracts.event import Event
from services.notify.key_figures import store
from services.notify.key_figures.rules import Period, change, share
from services.notify.overdue.handlers import watch
from services.notify.story.handlers import tell
from services.notify.tests import many_orders
from services.notify.tests.samples import Order, content
from tests.needs import needs

pytestmark = needs("NOT-11", "ALL-6")
MARCH = Period(date(2026, 3, 1), date(2026, 3, 31))


class Diary:
    """Tells notify what happened on which day, at noon of the company's zone."""

    def __init__(self, db: asyncpg.Connection) -> None:
        self.db = db

    async def on(self, day: date, *events: Event, hour: int = 12) -> None:
        noon = datetime(day.year, day.month, day.day, hour, tzinfo=clock.zone())
        clock.set_clock(clock.Clock.of(anchor=noon.astimezone(UTC), rate=0))
        for event in events:
            await tell(self.db, [event])
            await watch(self.db, [event])

    async def order(self, received: date, promised: date, delivered: date | None) -> Order:
        """Received at noon, confirmed four hours later; delivered and closed on a day, or cancelled the day after."""
        order = Order()
        await self.on(received, order.received())
        confirmed = order.confirmed()
        await self.on(received, confirmed.but(content=content().but(promised=promised)), hour=16)
        if delivered:
            await self.on(delivered, order.delivered(), order.closed())
        else:
            await self.on(received + timedelta(days=1), order.cancelled(), order.closed("cancelled"))
        return order


@pytest.fixture
async def diary(db: asyncpg.Connection) -> AsyncIterator[Diary]:
    yield Diary(db)
    clock.set_clock(clock.Clock.of())


def complaint(order: Order, version: int = 1) -> ComplaintOpened:
    head = {"order_id": order.id, "complaint_id": new_id(), "number": "CP-2026-000001", "version": version}
    return ComplaintOpened.having({**head, "kind": "late", "grade": "C"})


async def test_a_period_counts_what_happened_in_it_and_is_held_against_the_one_before(diary: Diary) -> None:
    await diary.order(date(2026, 2, 2), promised=date(2026, 2, 20), delivered=date(2026, 2, 20))
    await diary.order(date(2026, 3, 2), promised=date(2026, 3, 12), delivered=date(2026, 3, 12))
    late = await diary.order(date(2026, 3, 3), promised=date(2026, 3, 12), delivered=date(2026, 3, 13))
    await diary.order(date(2026, 3, 30), promised=date(2026, 4, 9), delivered=None)
    await diary.on(date(2026, 3, 14), complaint(late), complaint(late, version=2))
    march, _ = await store.count(diary.db, MARCH, "merchandiser")
    assert (march.received, march.confirmed, march.delivered, march.completed, march.given_up) == (3, 3, 2, 2, 1)
    assert (march.hours_to_confirm, march.days_to_deliver) == (Decimal("4.0"), Decimal("10.0"))
    assert (march.on_time_rate, march.complaint_rate) == (Decimal("0.5"), Decimal("0.5"))
    assert march.completion_rate == Decimal("0.6667")
    before, _ = await store.count(diary.db, MARCH.before(), "merchandiser")
    assert (before.received, before.on_time_rate) == (1, Decimal(1))
    assert change(march.on_time_rate, before.on_time_rate) == Decimal("-0.5")


async def test_a_day_begins_at_midnight_of_the_company(diary: Diary) -> None:
    order = Order()
    await diary.on(date(2026, 3, 1), order.received(), hour=0)
    whole, parts = await store.count(diary.db, Period(date(2026, 3, 1), date(2026, 3, 1)), "month")
    assert (whole.received, parts["2026-03"].received) == (1, 1)
    none, _ = await store.count(diary.db, Period(date(2026, 2, 1), date(2026, 2, 28)), "month")
    assert none.received == 0


async def test_each_merchandiser_and_customer_has_his_own(diary: Diary) -> None:
    await diary.order(date(2026, 3, 2), promised=date(2026, 3, 12), delivered=date(2026, 3, 12))
    whole, by_merchandiser = await store.count(diary.db, MARCH, "merchandiser")
    _, by_customer = await store.count(diary.db, MARCH, "customer")
    assert (by_merchandiser, by_customer) == ({"wang.fang": whole}, {"ALFKI": whole})


async def test_a_department_is_told_how_much_it_did_in_time_and_what_it_took(diary: Diary) -> None:
    await diary.order(date(2026, 3, 2), promised=date(2026, 3, 12), delivered=date(2026, 3, 12))
    late = Order()
    await diary.on(date(2026, 3, 2), late.received())
    await diary.on(date(2026, 3, 9), late.confirmed())
    sales = (await store.kept(diary.db, MARCH))["sales"]
    assert (sales.answers, sales.in_time) == (2, 1)
    assert sales.hours == Decimal("86.0")
    assert await store.kept(diary.db, MARCH.before()) == {}


def test_shares_of_nothing_and_changes_from_nothing_are_not_known() -> None:
    assert share(0, 0) is None
    assert change(Decimal(3), Decimal(0)) is change(3, None) is change(None, 3) is None
    assert change(3, 4) == Decimal("-0.25")


def test_the_period_before_has_as_many_days_and_ends_where_this_begins() -> None:
    assert MARCH.before() == Period(date(2026, 1, 29), date(2026, 2, 28))


async def test_a_month_among_years_is_found_by_its_time(db: asyncpg.Connection) -> None:
    """A range of pages is a span of time: the others are passed over."""
    await db.execute("TRUNCATE stage_reached, order_event")
    await db.execute(
        """
        INSERT INTO stage_reached (order_id, position, stage, at)
        SELECT md5(n::text)::uuid, 0, 'received', timestamptz '2016-01-01' + n * interval '1 hour'
        FROM generate_series(1, 100000) n
        """
    )
    await db.execute("SELECT brin_summarize_new_values('stage_reached_at')")
    await db.execute("ANALYZE stage_reached")
    statement = store.COUNT.format(part=store.PARTS["customer"])
    first, end = Period(date(2020, 3, 1), date(2020, 3, 31)).moments(clock.zone())
    cost = await many_orders.looked_at(db, statement, first, end, "Asia/Shanghai", store.TOPICS)
    assert cost < 15_000
