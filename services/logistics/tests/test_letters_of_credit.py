"""An order that is paid by credit awaits it; what is said of it lets the order go, or holds it (LOG-7, SAL-17)."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import asyncpg

from chassis import clock
from chassis.handling import Answer
from chassis.ids import new_id
from chassis.refusal import NotFound, Refusal
from contracts.logistics import CreditAmended, CreditCompared, CreditReceived
from contracts.order import Terms
from contracts.sales import OrderConfirmed
from services.logistics.crediting import handlers
from services.logistics.crediting.rules import (
    Amend,
    AmendedAlready,
    CameAlready,
    Decide,
    InOrder,
    NoSuchAmendment,
    NotHereYet,
    Read,
    Take,
)
from services.logistics.letter_of_credit import store
from services.logistics.letter_of_credit.rules.reading import NotRead
from services.logistics.tests.samples import confirmed, content
from tests.credits import mt700, mt707, swift_day
from tests.needs import needs

pytestmark = needs("LOG-7", "SAL-17")
PRICE = "USD30,"


def by_credit(order_id: UUID, version: int = 1, *, quantity: int = 2) -> OrderConfirmed:
    """It comes to 10.00 for each, and 10.00 freight."""
    said = content()
    lines = (said.lines[0].but(quantity=Decimal(quantity)),)
    return confirmed(order_id, version).but(content=said.but(terms=Terms(days=30, by_credit=True), lines=lines))


async def awaited(db: asyncpg.Connection) -> UUID:
    order_id = new_id()
    assert await handlers.take_order(db, [by_credit(order_id)]) == [()]
    return order_id


async def read(db: asyncpg.Connection, order_id: UUID, **told: Any) -> Answer[CreditReceived] | Refusal:
    text = mt700(amount=told.pop("amount", PRICE), today=clock.today(), **told)
    (answer,) = await handlers.read(db, [Read(order_id, text, clock.today())])
    return answer


async def here(db: asyncpg.Connection, **told: Any) -> tuple[UUID, CreditReceived]:
    order_id = await awaited(db)
    answer = await read(db, order_id, **told)
    assert isinstance(answer, Answer)
    return order_id, answer.events[0]


async def test_of_an_order_that_is_not_paid_by_credit_nothing_is_kept(db: asyncpg.Connection) -> None:
    order = confirmed(new_id())
    assert await handlers.take_order(db, [order]) == [()]
    assert await store.find(db, order.order_id) is None
    (answer,) = await handlers.read(db, [Read(order.order_id, mt700(), clock.today())])
    assert isinstance(answer, NotFound)


async def test_a_credit_that_fits_its_order_is_in_order(db: asyncpg.Connection) -> None:
    order_id, event = await here(db)
    assert (event.order_id, event.order_version, event.version) == (order_id, 1, 1)
    assert (event.in_order, event.reasons, event.number) == (True, (), "LC2026-0815")


async def test_a_credit_that_does_not_pay_the_order_is_told_why(db: asyncpg.Connection) -> None:
    _, event = await here(db, amount="USD5,", f45A="STEEL BOLTS FOB NINGBO", f40A="REVOCABLE")
    assert not event.in_order
    assert [reason.code for reason in event.reasons] == ["lc_revocable", "lc_too_little"]


async def test_a_message_that_cannot_be_read_is_refused_whole(db: asyncpg.Connection) -> None:
    order_id = await awaited(db)
    refused = await read(db, order_id, f31D="NEVER", f43T="PERHAPS")
    assert isinstance(refused, NotRead)
    assert [fault["field"] for fault in refused.faults] == ["text.31D", "text.43T"]
    credit = await store.find(db, order_id)
    assert credit is not None
    assert credit.state == "awaited"


async def test_a_newer_version_of_the_order_is_compared_with_its_credit(db: asyncpg.Connection) -> None:
    order_id, _ = await here(db)
    ((same,), (dearer,)) = [
        (await handlers.take_order(db, [by_credit(order_id, version, quantity=quantity)]))[0]
        for version, quantity in ((2, 2), (3, 200))
    ]
    assert isinstance(same, CreditCompared)
    assert (same.order_version, same.version, same.in_order) == (2, 2, True)
    assert (dearer.order_version, dearer.in_order, dearer.reasons[0].code) == (3, False, "lc_too_little")


async def test_an_older_version_that_comes_late_says_nothing(db: asyncpg.Connection) -> None:
    order_id, _ = await here(db)
    await handlers.take_order(db, [by_credit(order_id, 3)])
    assert await handlers.take_order(db, [by_credit(order_id, 2)]) == [()]


async def test_an_amendment_holds_once_it_is_accepted(db: asyncpg.Connection) -> None:
    order_id, event = await here(db, amount="USD5,")
    assert not event.in_order
    (recorded,) = await handlers.record_amendment(db, [Amend(order_id, mt707(f32B="USD30,"))])
    assert isinstance(recorded, Answer)
    assert recorded.events == ()
    (done,) = await handlers.decide(db, [Decide(order_id, 1, True, "as agreed", clock.today())])
    assert isinstance(done, Answer)
    (amended,) = done.events
    assert isinstance(amended, CreditAmended)
    assert (amended.in_order, amended.amount.amount, amended.version) == (True, Decimal(35), 2)
    assert amended.changed == "amount: 35.00 USD"
    assert isinstance(await read(db, order_id), AmendedAlready)


async def test_a_refused_amendment_changes_nothing(db: asyncpg.Connection) -> None:
    order_id, _ = await here(db)
    latest = swift_day(clock.today() + timedelta(days=9))
    await handlers.record_amendment(db, [Amend(order_id, mt707(f44C=latest))])
    (done,) = await handlers.decide(db, [Decide(order_id, 1, False, "too early", clock.today())])
    assert isinstance(done, Answer)
    assert done.events == ()
    credit = await store.find(db, order_id)
    assert credit is not None
    assert (credit.amendments[0].decision, credit.version) == ("refused", 1)
    (again,) = await handlers.decide(db, [Decide(order_id, 1, True, "after all", clock.today())])
    assert isinstance(again, NoSuchAmendment)


async def test_an_amendment_comes_once_and_after_its_credit(db: asyncpg.Connection) -> None:
    order_id = await awaited(db)
    (early,) = await handlers.record_amendment(db, [Amend(order_id, mt707(f43T="NOT ALLOWED"))])
    assert isinstance(early, NotHereYet)
    await read(db, order_id)
    await handlers.record_amendment(db, [Amend(order_id, mt707(f43T="NOT ALLOWED"))])
    (again,) = await handlers.record_amendment(db, [Amend(order_id, mt707(f43T="NOT ALLOWED"))])
    assert isinstance(again, CameAlready)


async def test_a_cancelled_credit_pays_nothing(db: asyncpg.Connection) -> None:
    order_id, _ = await here(db)
    await handlers.record_amendment(db, [Amend(order_id, mt707(f23S="CANCEL"))])
    (done,) = await handlers.decide(db, [Decide(order_id, 1, True, "agreed", clock.today())])
    assert isinstance(done, Answer)
    assert [reason.code for reason in done.events[0].reasons] == ["lc_cancelled"]


async def test_a_manager_takes_a_credit_that_is_not_in_order(db: asyncpg.Connection) -> None:
    order_id, _ = await here(db, amount="USD5,")
    take = Take(order_id, "the rest is paid by transfer", clock.today())
    (taken,) = await handlers.take(db, [take])
    assert isinstance(taken, Answer)
    assert taken.events[0].in_order
    (again,) = await handlers.take(db, [replace(take, reason="once more")])
    assert isinstance(again, InOrder)


async def test_what_waits_for_somebody_is_found_until_the_order_is_cancelled(db: asyncpg.Connection) -> None:
    order_id = await awaited(db)
    other, _ = await here(db)
    assert [credit.order_id for credit in await store.to_do(db, None, 10)] == [order_id]
    await db.execute("INSERT INTO order_version (order_id, version, cancelled) VALUES ($1, 2, true)", order_id)
    assert await store.to_do(db, None, 10) == []
    assert [row["order_id"] for row in await db.fetch(store.ORDER_NAMED, "LC2026-0815")] == [other]
