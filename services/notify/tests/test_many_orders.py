"""NOT-2, NOT-3: what a question costs among many orders, whatever PostgreSQL knows of its tables."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from hashlib import md5
from typing import Any
from uuid import UUID

import asyncpg
import pytest

from chassis import clock
from chassis.http.sight import OWN
from services.notify.desk.board import store as board
from services.notify.desk.dates import store as dates
from services.notify.desk.worklist import store as work
from services.notify.desk.worklist.pressing import NEVER
from services.notify.exception import store as exceptions
from services.notify.key_figures import store as key_figures
from services.notify.overdue import store as overdue
from services.notify.plan import store as plan
from services.notify.promise import store as promise
from services.notify.story import store as story
from services.notify.tests import many_orders
from tests.needs import needs

pytestmark = needs("NOT-2", "NOT-3")

UpTo = Callable[[int], Awaitable[None]]
ANALYZE = f"ANALYZE {many_orders.TABLES}"


@pytest.fixture(params=["never", "with one order", "with all"])
async def up_to(request: pytest.FixtureRequest, db: asyncpg.Connection) -> UpTo:
    """`await up_to(2000)`: so many orders in all, in tables that were analysed then, and knew of nothing before."""
    written = 0
    await db.execute(f"TRUNCATE {many_orders.TABLES}")  # else they keep the pages, and the analysis, of tests before

    async def up_to(orders: int) -> None:
        nonlocal written
        await many_orders.write(db, range(written, orders))
        written = orders
        if request.param == "with all":
            await db.execute(ANALYZE)

    if request.param == "with one order":
        await up_to(1)
        await db.execute(ANALYZE)
    return up_to


LATER = clock.now() + timedelta(days=1)
TODAY = clock.today()
CANCELLED = UUID(md5(b"order 10", usedforsecurity=False).hexdigest())
OVER_ALL: dict[str, tuple[Any, ...]] = {
    "what the open orders wait for": (story.EXPLAINED,),
    "what is awaited": (overdue.LIST, None, None, None, None, 100),
    "what fell due": (overdue.FIND, LATER),
    "which orders are stuck": (overdue.STUCK,),
    "what progress ended": (exceptions.FIND_CLEARED,),
    "how long each stage takes": (story.STAGE_SECONDS,),
    "the desk's board": (board.BOARD, "open", "", "", "", False, False, "", 0, 40, []),
    "the orders that are late": (board.LISTS["promised"], ["open"], "", "", "", True, False, "", 0, 100),
    "the orders by how long they are at their stage": (
        board.LISTS["since"],
        ["open"],
        "",
        "",
        "",
        False,
        False,
        "",
        0,
        100,
    ),
    "what is awaited of somebody": (work.AWAITED, ["sales"], LATER, 200),
    "which orders are large": (work.LARGE,),
    "what a period came to": (
        *(key_figures.COUNT.format(part=key_figures.PARTS["customer"]), clock.now() - timedelta(days=1), LATER),
        *("UTC", key_figures.TOPICS),
    ),
    "what departments did in a period": (key_figures.KEPT, clock.now() - timedelta(days=1), LATER),
}
ABOUT_FEW = {
    "what an order waits for": (promise.OF_ORDER, CANCELLED),
    "what became of an order's promises": (overdue.ALL_OF_ORDER, CANCELLED),
    "what is to be undone for an order": (promise.LOOK_AT_UNDONE, [CANCELLED], LATER),
    "the orders of a customer": (story.LIST, None, None, None, "nobody", None, 100),
    "the orders of a number": (board.NAMED, "SO-77", None),
    "an order's card": (board.TOLD, [CANCELLED], LATER),
    "what makes an order important": (work.KNOWN, [CANCELLED]),
    "what is due of an order": (work.DUE, [CANCELLED]),
    "whom purchases serve": (work.SERVED, [CANCELLED]),
    "an order's plan": (plan.LOAD, [CANCELLED], *plan.DATED_AS, *plan.DELAYS, "UTC"),
    "what is due of an order on days ahead": (
        *(dates.OF_ORDERS, [CANCELLED], TODAY, TODAY + timedelta(days=90), "UTC"),
        *map(list, zip(*dates.DATED, strict=True)),
    ),
    "what an order's letter of credit says": (dates.OF_CREDITS, [CANCELLED]),
    "what waits of a person's customers": (dates.OF_DOCUMENTS, ["m-1"], TODAY, TODAY + timedelta(days=90), "UTC"),
    "the exceptions of a department": (exceptions.LIST, None, "finance", None, None, None, 100),
}


async def costs(db: asyncpg.Connection, questions: dict[str, tuple[Any, ...]]) -> dict[str, int]:
    return {question: await many_orders.looked_at(db, *asked) for question, asked in questions.items()}


async def test_a_question_over_all_orders_costs_in_proportion_to_them(db: asyncpg.Connection, up_to: UpTo) -> None:
    await up_to(2000)
    half = await costs(db, OVER_ALL)
    await up_to(4000)
    whole = await costs(db, OVER_ALL)
    assert {question for question in OVER_ALL if half[question] > 200 * 2000} == set()
    assert {question for question in OVER_ALL if whole[question] > 2.5 * half[question]} == set()


async def test_a_question_about_few_looks_at_few_among_many(db: asyncpg.Connection, up_to: UpTo) -> None:
    await up_to(2000)
    found = await costs(db, ABOUT_FEW)
    assert {question: cost for question, cost in found.items() if cost > 1000} == {}


@needs("NOT-1")
@pytest.mark.parametrize("states", [["open"], ["open", "closed", "cancelled", "rejected"]])
async def test_the_first_orders_are_read_in_the_order_that_is_asked_for(
    db: asyncpg.Connection, states: list[str]
) -> None:
    """Each has its index, read forwards or backwards; but for a stage's day, with which each step would write all."""
    await db.execute(f"TRUNCATE {many_orders.TABLES}")
    await many_orders.write(db, range(2000))
    await db.execute(ANALYZE)
    ways = board.LISTS.keys() - {"since", "-since"}
    found = {
        way: await many_orders.looked_at(db, board.LISTS[way], states, "", "", "", False, False, "", 0, 50)
        for way in ways
    }
    assert {way: cost for way, cost in found.items() if cost > 800} == {}


@needs("ALL-3")
async def test_who_sees_only_his_own_orders_asks_in_proportion_too(db: asyncpg.Connection, up_to: UpTo) -> None:
    """A tenth of all customers is his."""
    answers = "INSERT INTO answers_for SELECT 'C-' || n, 1, 'm-' || n % 10 FROM generate_series(0, 49) n"
    await db.execute(answers)
    await up_to(1000)
    half = await costs_of_his(db, OVER_ALL)
    await up_to(2000)
    whole = await costs_of_his(db, OVER_ALL)
    assert {question for question in OVER_ALL if whole[question] > 2.5 * half[question]} == set()
    few = await costs_of_his(db, ABOUT_FEW)
    assert {question: cost for question, cost in few.items() if cost > 1500} == {}


async def costs_of_his(db: asyncpg.Connection, questions: dict[str, tuple[Any, ...]]) -> dict[str, int]:
    async with db.transaction():
        await db.execute(OWN, ["m-1"])
        found = await costs(db, questions)
        await db.execute("SELECT set_config('search_path', 'public', true)")
    return found


async def test_a_persons_list_looks_up_no_more_promises_than_it_shows(db: asyncpg.Connection, up_to: UpTo) -> None:
    """Of all that is open it reads key and time, some ten rows an order in all; what each has become, of those alone
    that it shows."""
    await up_to(2000)
    cost = await many_orders.looked_at(db, work.AWAITED, ["sales"], NEVER, 200)
    assert cost < 25 * 2000, "a hundred rows an order, were all looked up"


async def test_a_persons_list_is_what_is_awaited_by_the_time_that_was_set_first(db: asyncpg.Connection) -> None:
    await many_orders.write(db, range(60))
    await db.execute("UPDATE promise SET due = now() + (get_byte(uuid_send(key), 0) - 128) * interval '1 day'")
    now = await db.fetch(
        "SELECT key FROM promise_now WHERE open AND void IS NULL AND NOT undo AND NOT asleep AND owner = 'sales' "
        "AND due < $1 ORDER BY first_due LIMIT 200",
        LATER,
    )
    found = [row["key"] for row in await db.fetch(work.AWAITED, ["sales"], LATER, 200)]
    assert len(found) > 50
    assert set(found) == {row["key"] for row in now}
