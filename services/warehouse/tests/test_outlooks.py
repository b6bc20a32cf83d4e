"""What will be short is said before a purchase would come too late, once for each fall, and taken back (WHS-7)."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import asyncpg
import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as some

from chassis import clock
from contracts.purchasing import PurchaseOrdered
from contracts.warehouse import ShortageAverted, ShortageForeseen
from services.warehouse.tests.conftest import Caller
from services.warehouse.tests.samples import item_changed, kinds, only, purchased
from services.warehouse.turnover import handlers
from services.warehouse.turnover.rules import Foresight, Outlook, Past, Terms, look
from services.warehouse.turnover.store import LISTS, TO_LOOK_AT
from tests.needs import needs

pytestmark = needs("WHS-7")
NOW = datetime(2026, 11, 29, 12, tzinfo=UTC)
TODAY = date(2026, 11, 29)
TERMS = Terms(lead_days=14, ahead_days=3, known_days=28)


def outlook(available: int, issued: int = 90, days: int = 90, lead_days: int | None = 21) -> Outlook:
    past = Past(NOW - timedelta(days=days), NOW, Decimal(issued), Decimal(0))
    return Outlook("bolt", Decimal(available), past, lead_days)


def said(known: Outlook) -> tuple[Foresight, ...]:
    return look(known, TERMS, TODAY)[1]


def test_what_runs_out_before_a_purchase_would_come_is_said_some_days_ahead() -> None:
    assert said(outlook(24)) == ()
    foreseen = only(ShortageForeseen, said(outlook(23)))
    assert (foreseen.item, foreseen.lead_days, foreseen.lacking, foreseen.shortage) == ("bolt", 21, Decimal(1), 1)
    assert foreseen.runs_out_on == TODAY + timedelta(days=23)


def test_it_is_said_once_for_each_fall_and_taken_back_when_it_is_over() -> None:
    fallen, first = look(outlook(10), TERMS, TODAY)
    still, again = look(replace(fallen, available=Decimal(5)), TERMS, TODAY)
    over, back = look(replace(still, available=Decimal(60)), TERMS, TODAY)
    _, quiet = look(over, TERMS, TODAY)
    _, anew = look(replace(over, available=Decimal(1)), TERMS, TODAY)
    assert [kinds(each) for each in (first, again, back, quiet, anew)] == [
        ["shortage.foreseen"],
        [],
        ["shortage.averted"],
        [],
        ["shortage.foreseen"],
    ]
    assert only(ShortageAverted, back).shortage == 1
    assert only(ShortageForeseen, anew).shortage == 2


def test_how_long_a_purchase_takes_is_the_companys_figure_until_one_has_told_it() -> None:
    assert only(ShortageForeseen, said(outlook(16, lead_days=None))).lead_days == 14
    assert said(outlook(17, lead_days=None)) == ()


def test_nothing_is_foreseen_of_what_moved_for_too_short_a_time_or_not_at_all_or_is_given_up() -> None:
    assert said(outlook(0, days=27)) == ()
    assert said(outlook(0, issued=0)) == ()
    assert said(replace(outlook(0), discontinued=True)) == ()


def test_what_is_promised_above_what_is_there_runs_out_today() -> None:
    assert only(ShortageForeseen, said(outlook(-7))).runs_out_on == TODAY


@given(some.integers(-50, 200), some.integers(0, 500), some.integers(1, 365), some.none() | some.integers(0, 90))
def test_looking_twice_says_it_once(available: int, issued: int, days: int, lead_days: int | None) -> None:
    seen, _ = look(outlook(available, issued, days, lead_days), TERMS, TODAY)
    assert look(seen, TERMS, TODAY) == (seen, ())


SHELF = "INSERT INTO stock (item, on_hand, reserved, held, lacking, on_order) VALUES ($1, $2, 0, 0, 0, 0)"
LEFT = "INSERT INTO movement (item, kind, quantity, reference, reason, at) VALUES ($1, 'dispatch', $2, '', '', $3)"


def at(monkeypatch: pytest.MonkeyPatch, days: int) -> None:
    """So many days later."""
    monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(days=days))
    monkeypatch.setattr(clock, "today", lambda: TODAY + timedelta(days=days))


@pytest.fixture
async def bolt(call: Caller, monkeypatch: pytest.MonkeyPatch) -> Caller:
    """One bolt a day left for ninety days, ten are there."""
    at(monkeypatch, 0)
    await call.hear(handlers.learn, item_changed("bolt"))
    await call.engine.pool.execute(SHELF, "bolt", Decimal(10))
    for ago in range(1, 91):
        await call.engine.pool.execute(LEFT, "bolt", Decimal(-1), NOW - timedelta(days=ago))
    return call


async def looked_at(call: Caller) -> tuple[str, ...]:
    """The items that the timer finds, of which it says what it says."""
    found = await handlers.find_unseen(call.engine.pool, NOW)
    await call.engine.fall_due(handlers.look, found)
    return tuple(item for _, item in found)


async def topics(call: Caller) -> list[str]:
    rows = await call.engine.pool.fetch("SELECT topic FROM outbox WHERE topic LIKE 'shortage.%' ORDER BY id")
    return [row["topic"] for row in rows]


async def test_an_item_is_looked_at_once_a_day(bolt: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
    assert await looked_at(bolt) == ("bolt",)
    assert await looked_at(bolt) == ()
    (told,) = await bolt.said("shortage.foreseen")
    assert (told["item"], told["runs_out_on"], told["lead_days"]) == ("bolt", "2026-12-09", 14)
    at(monkeypatch, 1)
    assert await looked_at(bolt) == ("bolt",)
    assert await topics(bolt) == ["shortage.foreseen"]


async def test_goods_that_are_enough_again_take_it_back_on_the_same_day(bolt: Caller) -> None:
    await looked_at(bolt)
    await bolt.engine.pool.execute("UPDATE stock SET on_hand = 16")
    assert await looked_at(bolt) == ()
    await bolt.engine.pool.execute("UPDATE stock SET on_hand = 100")
    assert await looked_at(bolt) == ("bolt",)
    assert await topics(bolt) == ["shortage.foreseen", "shortage.averted"]


async def test_a_purchase_answers_it_and_what_is_too_little_by_its_days_is_said_anew(bolt: Caller) -> None:
    await looked_at(bolt)
    await bolt.hear(handlers.record_purchase, bought(5, 30))
    await bolt.engine.pool.execute("UPDATE stock SET on_order = 5")
    assert await looked_at(bolt) == ("bolt",)
    first, anew = await bolt.said("shortage.foreseen")
    assert (first["shortage"], anew["shortage"], anew["lead_days"], anew["lacking"]) == (1, 2, 30, "18")


async def test_who_looks_at_turnover_finds_what_will_be_short(bolt: Caller) -> None:
    await looked_at(bolt)
    (one,) = (await bolt("GET", "/turnover?which=foreseen")).json()["items"]
    assert (one["item"], one["foreseen"], one["lead_days"]) == ("bolt", True, None)


async def test_two_purchases_of_one_item_in_a_batch_tell_the_days_of_the_last(db: asyncpg.Connection) -> None:
    await handlers.record_purchase(db, [bought(5, days) for days in (9, 12)])
    assert await db.fetchval("SELECT lead_days FROM outlook WHERE item = 'bolt'") == 12


def bought(quantity: int, days: int) -> PurchaseOrdered:
    """Bolts that are to come in so many days."""
    return msgspec.structs.replace(purchased("bolt", quantity), expected_on=clock.today() + timedelta(days=days))


MANY = """
INSERT INTO stock (item, on_hand) SELECT 'i-' || n, 1 FROM generate_series(1, 5000) n;
INSERT INTO movement (item, kind, quantity, reference, reason, at)
SELECT 'i-' || n % 5000, 'receipt', 1, '', '', now() FROM generate_series(1, 20000) n;
INSERT INTO outlook (item, looked_on, foreseen) SELECT item, current_date, item IN ('i-7', 'i-70', 'i-700') FROM stock;
ANALYZE stock; ANALYZE movement; ANALYZE outlook;
"""
ASKED: dict[str, tuple[str, tuple[Any, ...]]] = {
    "the list of what will be short": (LISTS["foreseen"], ("", 100, NOW, NOW, NOW, 14)),
    "what is to be looked at": (TO_LOOK_AT, (date(2026, 3, 2), 500)),
}


@pytest.mark.parametrize("what", ASKED)
async def test_the_few_that_are_foreseen_are_found_among_many_by_their_index(db: asyncpg.Connection, what: str) -> None:
    await db.execute(MANY)
    statement, asked = ASKED[what]
    plan = "\n".join(row[0] for row in await db.fetch(f"EXPLAIN {statement}", *asked))
    read_whole = [table for table in ("stock", "movement", "outlook") if f"Seq Scan on {table}" in plan]
    assert (read_whole, "outlook_foreseen" in plan) == ([], True), plan
