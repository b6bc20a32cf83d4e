"""A document about no order that waits beyond its day is an exception, once, until it is done (NOT-3, NOT-4)."""

from datetime import timedelta
from uuid import UUID, uuid4

import asyncpg
import pytest

from chassis import clock
from contracts.deadlines import DeadlineMet, DeadlineSet
from contracts.notify import DeadlineMissed, ExceptionRaised
from services.notify.exception import store
from services.notify.overdue.handlers import find_missed, miss, watch
from services.notify.resolving import handlers
from services.notify.tests.test_exceptions import progress
from tests.needs import needs

pytestmark = needs("SAL-1", "SAL-12", "SAL-14", "SAL-18", "SAL-22", "SAL-23", "NOT-3", "NOT-4")


def a_day(document: UUID, ahead: int = 3, version: int = 1) -> DeadlineSet:
    about = {"kind": "sample", "number": "SM-2026-000001", "customer": "ALFKI", "version": version}
    return DeadlineSet.having({**about, "document_id": document, "due_on": clock.today() + timedelta(days=ahead)})


def over(document: UUID, version: int = 1) -> DeadlineMet:
    about = {"kind": "sample", "number": "SM-2026-000001", "customer": "ALFKI", "version": version}
    return DeadlineMet.having({**about, "document_id": document})


async def days_pass(db: asyncpg.Connection, monkeypatch: pytest.MonkeyPatch, count: int = 5) -> list[ExceptionRaised]:
    later = clock.now() + timedelta(days=count)
    monkeypatch.setattr(clock, "now", lambda: later)
    said = await miss(db, [key for _, key in await find_missed(db, later)])
    raised = await handlers.raise_(db, [one for one in said if isinstance(one, DeadlineMissed)])
    return [event for events in raised for event in events]


async def test_its_day_passes_once_and_the_exception_names_it_until_it_is_done(
    db: asyncpg.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    document = uuid4()
    await watch(db, [a_day(document)])
    assert await days_pass(db, monkeypatch, 1) == []
    (raised,) = await days_pass(db, monkeypatch)
    assert (raised.kind, raised.level, raised.owner, raised.orders) == ("document overdue", 3, "sales", ())
    assert await days_pass(db, monkeypatch) == []
    (case,) = (await store.load(db, [raised.exception_id])).values()
    assert (case.number, case.customer) == ("SM-2026-000001", "ALFKI")
    assert case.reason == "deadline.set: sample SM-2026-000001"
    assert await progress(db) == []
    await watch(db, [over(document)])
    assert [one.exception_id for one in await progress(db)] == [raised.exception_id]


async def test_another_day_ends_it_and_is_watched_in_its_place(
    db: asyncpg.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    document = uuid4()
    await watch(db, [a_day(document)])
    (first,) = await days_pass(db, monkeypatch)
    await watch(db, [a_day(document, version=2)])
    assert [one.exception_id for one in await progress(db)] == [first.exception_id]
    (second,) = await days_pass(db, monkeypatch)
    assert second.exception_id != first.exception_id


async def test_what_was_done_in_time_or_before_its_day_was_heard_is_no_exception(
    db: asyncpg.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    document = uuid4()
    await watch(db, [over(document)])
    await watch(db, [a_day(document)])
    assert await days_pass(db, monkeypatch) == []


OWN = """
SELECT set_config('search_path', 'own, ' || current_setting('search_path'), true),
    set_config('gendan.people', $1::text[]::text, true)
"""
ANSWERS = "INSERT INTO answers_for (customer, version, merchandiser) VALUES ('ALFKI', 1, 'wang.fang')"


@pytest.mark.parametrize(("person", "sees"), [("wang.fang", 1), ("li.na", 0)])
async def test_who_sees_only_his_own_sees_it_of_his_customers(
    db: asyncpg.Connection, monkeypatch: pytest.MonkeyPatch, person: str, sees: int
) -> None:
    await watch(db, [a_day(uuid4())])
    await days_pass(db, monkeypatch)
    await db.execute(ANSWERS)
    await db.fetch(OWN, [person])
    assert len(await store.unfinished(db, None, 9)) == sees
    assert len(await db.fetch("SELECT FROM open_promise WHERE cause = 'deadline.set'")) == sees
