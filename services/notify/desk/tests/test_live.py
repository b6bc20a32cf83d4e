"""What changes comes to an open page by itself (NOT-1)."""

import asyncio
from uuid import UUID

import asyncpg
import httpx2
import pytest

from chassis.ids import new_id
from services.notify.desk.live import pages
from services.notify.desk.live.feed import LINES_MAX, Feed, News
from services.notify.desk.live.position import Position
from services.notify.desk.live.store import SINCE, Line, Looked
from services.notify.desk.tests.conftest import Desk
from services.notify.desk.tests.test_order import an_exception
from services.notify.people.handlers import put_people
from services.notify.people.rules import PutPerson
from services.notify.resolving.handlers import plan
from services.notify.resolving.rules import Plan
from services.notify.tests.samples import Order
from tests.needs import needs
from tests.waiting import within

pytestmark = needs("NOT-1")

ONE, TWO = new_id(), new_id()
ADD = "INSERT INTO order_event (order_id, topic, summary, facts, at) VALUES ($1, 'a.b', '', '{}', now()) RETURNING id"


def looked(*lines: tuple[int, UUID], oldest: int, following: int) -> Looked:
    return Looked(tuple(Line(*line) for line in lines), oldest, following)


def about(lines: list[Line]) -> list[UUID]:
    return [line.about for line in lines]


def test_a_number_is_decided_when_all_that_had_begun_is_over() -> None:
    at = Position(10)
    assert about(at.looked(12, looked((12, TWO), oldest=5, following=8))) == [TWO]
    assert at.decided == 10
    assert about(at.looked(12, looked((11, ONE), (12, TWO), oldest=8, following=8))) == [ONE]
    assert at.decided == 12
    assert not at.has_to_look(12)


def test_what_was_told_is_not_told_again() -> None:
    at = Position(0)
    assert about(at.looked(1, looked((1, ONE), oldest=1, following=9))) == [ONE]
    assert about(at.looked(1, looked((1, ONE), oldest=1, following=9))) == []


async def begun(desk: Desk) -> Feed:
    feed = Feed(desk.pool)
    for _ in range(3):
        await feed.look()
    assert feed.position
    return feed


async def test_a_line_that_becomes_visible_late_is_told(desk: Desk) -> None:
    feed = await begun(desk)
    async with feed.listening() as listener, desk.pool.acquire() as slow, desk.pool.acquire() as quick:
        transaction = slow.transaction()
        await transaction.start()
        await slow.fetchval("SELECT pg_current_xact_id()")
        first = await slow.fetchval(ADD, ONE)
        assert await quick.fetchval(ADD, TWO) > first
        await feed.look()
        assert listener.get_nowait() == News(feed.decided or 0, (TWO,))
        assert (feed.decided or 0) < first
        await transaction.commit()
        await feed.look()
        news = listener.get_nowait()
        assert news
        assert news.orders == (ONE,)
        assert news.upto > first


async def test_who_was_away_hears_what_he_missed_and_who_was_long_away_looks_anew(desk: Desk) -> None:
    feed = await begun(desk)
    before = feed.decided or 0
    await desk.hear(Order().received())
    assert len((await feed.since(before)).orders) == 1
    await many_lines(desk.pool)
    assert (await feed.since(before)).everything
    async with feed.listening() as listener:
        await feed.look()
        news = listener.get_nowait()
        assert news
        assert news.everything


async def many_lines(pool: asyncpg.Pool) -> None:
    lines = "SELECT gen_random_uuid(), 'a.b', '', '{}'::jsonb, now() FROM generate_series(1, $1)"
    await pool.execute(f"INSERT INTO order_event (order_id, topic, summary, facts, at) {lines}", LINES_MAX + 1)


async def test_who_listens_too_slowly_looks_anew(desk: Desk) -> None:
    feed = await begun(desk)
    async with feed.listening() as listener:
        for _ in range(listener.maxsize + 1):
            await desk.pool.fetchval(ADD, ONE)
            await feed.look()
        news = listener.get_nowait()
        assert news
        assert news.everything
        feed.end()
        assert listener.get_nowait() is None


def test_news_are_told_as_the_browser_reads_them() -> None:
    assert News(7, (ONE,)).told == f'id: 7\nevent: orders\ndata: ["{ONE}"]\n\n'
    assert News(7, (), (TWO,)).told == f'id: 7\nevent: exceptions\ndata: ["{TWO}"]\n\n'
    assert News(7, (ONE,), (TWO,)).told == News(7, (ONE,)).told + News(7, (), (TWO,)).told
    assert News(7, everything=True).told == "id: 7\nevent: resync\ndata: []\n\n"


@needs("NOT-4")
async def test_an_exception_that_somebody_plans_is_told_as_a_change_of_its_own(desk: Desk) -> None:
    feed, order = await begun(desk), Order()
    await desk.hear(order.received())
    case = await an_exception(desk, order)
    await feed.look()
    async with feed.listening() as listener:
        async with desk.pool.acquire() as db:
            await plan(db, [Plan(case, "ask S-2", "li.na")])
        await feed.look()
        news = listener.get_nowait()
    assert news
    assert (news.orders, news.exceptions) == ((), (case,))
    assert (await feed.since(0)).exceptions == (case,)


async def test_the_feed_is_read_by_its_indexes(desk: Desk) -> None:
    await many_lines(desk.pool)
    async with desk.pool.acquire() as db, db.transaction():
        await db.execute("SET LOCAL enable_seqscan = off")
        found = "\n".join(row[0] for row in await db.fetch(f"EXPLAIN {SINCE}", 5, 10))
    assert "order_event_since" in found
    assert "exception_changed" in found


async def test_an_open_stream_gives_signs_of_life_and_ends_by_asking_to_be_opened_anew(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By both a page knows a line that is dead from one on which nothing happens."""
    monkeypatch.setattr(pages, "HEARTBEAT_S", 0.01)
    monkeypatch.setattr(pages, "LIFE_S", 0.05)
    desk.sits("li.na")
    told = [part for part in (await desk.get("/events")).text.split("\n\n") if part]
    assert told[0] == ": here"
    assert set(told[1:-1]) == {"event: here\ndata:"}
    assert told[-1] == "event: renew\ndata:"


@needs("ALL-3")
async def test_the_stream_of_who_left_ends_before_it_tells_him_anything(desk: Desk) -> None:
    desk.sits("xu.kai")
    desk.pages.state.identity.access.looks_every_s = 0.0
    feed: Feed = desk.pages.state.feed
    open_page = asyncio.create_task(desk.get("/events"))
    await within(10, lambda: listens(feed))
    async with desk.pool.acquire() as db:
        await put_people(db, [PutPerson("xu.kai", "徐凯", "sales", ("merchandiser",), None, active=False)])
        await db.execute(ADD, ONE)
    assert (await open_page).text == ": here\n\n"
    assert (await desk.get("/events")).status_code == 403


async def listens(feed: Feed) -> bool:
    return bool(feed.listeners)


@needs("NOT-2")
async def test_what_changes_while_departments_answer_is_heard_by_the_page_that_is_drawn_then(desk: Desk) -> None:
    """It was read before: whoever looked at an order while it changed saw it stand still."""
    order = Order()
    await desk.hear(order.received())
    at = desk.pages.state.feed.position = Position(10)

    def answer(request: httpx2.Request) -> httpx2.Response:
        at.decided = 11
        return httpx2.Response(404, json={"detail": "nothing"})

    desk.departments_answer(answer)
    desk.sits()
    assert 'data-feed="10"' in (await desk.get(f"/orders/{order.id}")).text
    assert at.decided == 11
