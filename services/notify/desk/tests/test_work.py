"""A person's work list: what presses most stands first, and what was put off is told (NOT-17)."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

import asyncpg
import httpx2
import pytest

from chassis import clock
from chassis.http.identity import Person
from services.notify.desk.choices import Choices
from services.notify.desk.doing.actions import QUEUE_ROWS, Command
from services.notify.desk.doing.departments import Departments
from services.notify.desk.session import Session
from services.notify.desk.tests.conftest import Desk
from services.notify.desk.tests.test_doing import Inputs
from services.notify.desk.tests.test_order import an_exception
from services.notify.desk.trace import Trace
from services.notify.desk.worklist.gathering import gather
from services.notify.desk.worklist.pressing import NEVER, Group, Known, ends, group_of, importance
from services.notify.desk.worklist.store import AWAITED_ROWS
from services.notify.desk.worklist.view import UNKNOWN, Work, in_turn
from services.notify.tests import many_orders
from services.notify.tests.samples import Order
from tests.needs import needs

pytestmark = needs("NOT-17")

TODAY = date(2026, 3, 4)
NOW = datetime(2026, 3, 4, 4, tzinfo=UTC)


@pytest.mark.parametrize(
    ("known", "points"),
    [
        (Known(), 0),
        (Known(level=1), 3),
        (Known(level=3), 1),
        (Known(promised=TODAY + timedelta(days=7)), 2),
        (Known(promised=TODAY + timedelta(days=8)), 0),
        (Known(promised=TODAY, stage="dispatched"), 0),
        (Known(level=2, large=True, preferred=True), 4),
    ],
)
def test_what_makes_work_important(known: Known, points: int) -> None:
    assert importance(known, TODAY) == points


@pytest.mark.parametrize(
    ("due_in_h", "points", "group"),
    [
        (-1, 2, "urgent and important"),
        (23, 1, "urgent"),
        (25, 2, "important"),
        (25, 1, "neither"),
        (None, 9, "important"),
    ],
)
def test_work_is_urgent_by_its_time_and_important_by_its_orders(
    due_in_h: int | None, points: int, group: Group
) -> None:
    due = None if due_in_h is None else NOW + timedelta(hours=due_in_h)
    assert group_of(due, points, NOW) == group


PACK = Command("warehouse", "pack_shipment", "Pack shipment", "", "POST", "/", None, {}, "")


def work(name: str, due_in_h: int, known: Known = UNKNOWN, group: Group = "urgent", *commands: Command) -> Work:
    due = NOW + timedelta(hours=due_in_h)
    return Work("warehouse", "shipment", name, uuid4(), None, (), commands, due, known=known, group=group)


@needs("SAL-7")
def test_of_one_group_what_is_to_be_packed_stands_in_the_order_of_picking() -> None:
    """By the priority of its order, then by its promised date; the rest stays where its time puts it."""
    soon, late = Known(priority=2, promised=TODAY), Known(priority=2, promised=TODAY + timedelta(days=9))
    listed = in_turn([
        work("dear, due last", 9, Known(priority=8), "urgent", PACK),
        work("to be counted", 2),
        work("promised late", 1, late, "urgent", PACK),
        work("promised soon", 3, soon, "urgent", PACK),
        work("has time", 90, Known(priority=99), "neither", PACK),
    ])  # fmt: skip
    assert [one.name for one in listed] == [
        "dear, due last", "to be counted", "promised soon", "promised late", "has time"
    ]  # fmt: skip


def test_this_week_ends_with_its_sunday_where_the_reader_is() -> None:
    shanghai = ZoneInfo("Asia/Shanghai")
    assert ends("today", NOW, shanghai) == datetime(2026, 3, 4, 16, tzinfo=UTC)
    assert ends("week", NOW, shanghai) == datetime(2026, 3, 8, 16, tzinfo=UTC)
    assert ends("all", NOW, shanghai) == NEVER


async def an_order_in_trouble(desk: Desk) -> tuple[Order, UUID]:
    order = Order()
    await desk.hear(order.received())
    return order, await an_exception(desk, order)


async def test_the_list_holds_what_he_can_do_and_what_is_awaited_of_his_department(desk: Desk) -> None:
    order, case = await an_order_in_trouble(desk)
    text = (await desk.get("/work")).text
    before, found, _ = text.partition(f'href="/desk/exceptions/{case}"')
    assert found
    assert "mportant</h2>" in before
    assert "Plan exception" in text
    assert f'href="/desk/orders/{order.id}"' in text
    assert text.count("does not answer at this moment") == 5


async def test_today_leaves_out_what_has_time(desk: Desk) -> None:
    order = Order()
    await desk.hear(order.received())
    assert "SO-2026-000001" not in (await desk.get("/work?span=today")).text


@pytest.mark.parametrize(("span", "shown"), [("today", False), ("week", False), ("all", True)])
async def test_a_promise_of_the_week_after_next_is_shown_under_all(desk: Desk, *, span: str, shown: bool) -> None:
    await desk.hear(Order().received())
    await desk.pool.execute("UPDATE promise SET due = $1", clock.now() + timedelta(days=15))
    assert ("SO-2026-000001" in (await desk.get(f"/work?span={span}")).text) is shown


async def test_what_the_list_leads_to_stands_on_the_page_of_the_queue(desk: Desk) -> None:
    for _ in range(QUEUE_ROWS + 1):
        await an_order_in_trouble(desk)
    works, queue = (await desk.get("/work")).text, (await desk.get("/queue/notify")).text
    documents = set(re.findall(r'href="/desk/exceptions/([\w-]+)"', works))
    assert len(documents) == QUEUE_ROWS
    assert {one for one in documents if one not in queue} == set()


async def test_of_his_own_orders_is_what_bears_his_name(desk: Desk) -> None:
    await an_order_in_trouble(desk)
    assert "SO-2026-000001" in (await desk.get("/work?mine=1")).text
    desk.sits("somebody.else")
    assert "SO-2026-000001" not in (await desk.get("/work?mine=1")).text
    assert "SO-2026-000001" in (await desk.get("/work")).text


async def put_off(desk: Desk, case: UUID, until: date, reason: str = "the supplier is on holiday") -> int:
    text = (await desk.get("/work")).text.partition(f'href="/desk/exceptions/{case}"')[2]
    form = Inputs(text, "/api/v1/put-off").said | {"until:s-": until.isoformat(), "reason:s-": reason}
    return (await desk.post("/act", form)).status_code


async def test_what_is_put_off_says_until_when_why_and_how_often(desk: Desk) -> None:
    _, case = await an_order_in_trouble(desk)
    in_days = clock.today() + timedelta(days=3)
    assert [await put_off(desk, case, in_days), await put_off(desk, case, in_days)] == [303, 303]
    listed, _, put = (await desk.get("/work")).text.partition("<summary>1 put off")
    assert f"/desk/exceptions/{case}" not in listed
    assert "the supplier is on holiday" in put
    assert "put off 2 times" in put
    desk.sits("somebody.else")
    assert "put off 2 times" not in (await desk.get("/work")).text


async def test_today_takes_it_up_again(desk: Desk) -> None:
    _, case = await an_order_in_trouble(desk)
    await put_off(desk, case, clock.today() + timedelta(days=3))
    assert await put_off(desk, case, clock.today()) == 303
    text = (await desk.get("/work")).text
    assert "<summary>1 put off" not in text
    assert "put off 2 times" in text


async def test_no_reason_is_told_at_the_field_and_yesterday_is_no_day_to_wait_for(desk: Desk) -> None:
    _, case = await an_order_in_trouble(desk)
    assert await put_off(desk, case, clock.today() - timedelta(days=1)) == 422
    assert await put_off(desk, case, clock.today(), reason="") == 422


async def test_what_only_a_page_can_tell_is_not_asked_in_a_queue(desk: Desk) -> None:
    assert "/api/v1/put-off" not in (await desk.get("/queue/notify")).text
    schema = {"properties": {"work": {"x-told": True}}}
    blank = Command("notify", "put_off", "Put off", "", "POST", "/", schema, {}, "")
    assert not blank.can_be_typed


@dataclass
class Counting:
    """Looks as the pool does, and counts how often."""

    pool: asyncpg.Pool
    asked: int = 0

    async def fetch(self, query: str, *arguments: Any) -> list[asyncpg.Record]:
        self.asked += 1
        return list(await self.pool.fetch(query, *arguments))


async def test_the_list_takes_as_many_statements_for_many_orders_as_for_few(desk: Desk) -> None:
    session = Session(Person("wang.fang", ("merchandiser",)), "", Choices("en", "auto", ZoneInfo("Asia/Shanghai")))
    async with httpx2.AsyncClient(trust_env=False) as http:
        for orders in (range(10), range(10, 300)):
            async with desk.pool.acquire() as db:
                await many_orders.write(db, orders)
            looking, soon, asks = Counting(desk.pool), clock.now() + timedelta(days=7), Departments(http, {})
            found = await gather(looking, asks, session, Trace("t", "s"), clock.now(), soon)  # type: ignore[arg-type]
            assert looking.asked == 7
            assert 0 < len(found.works) <= AWAITED_ROWS
