"""The money of a delivery is followed up within seven working days: has he the invoice, when does he pay (SAL-11)."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import asyncpg

from chassis import clock
from contracts.deadlines import DeadlineSet
from contracts.texts import Text
from services.sales.deadlines.store import TO_LOOK_AT
from services.sales.delivery.handlers import record_delivery, record_dispatch
from services.sales.mailing import handlers as mailing
from services.sales.mailing.rules.writing import delivery_reminder
from services.sales.order import store as book
from services.sales.order.rules.collecting import ToCollect, to_collect
from services.sales.order.rules.document import Order
from services.sales.policy import Policy
from services.sales.settlement.handlers import record_invoice
from services.sales.tests.calling import Caller
from services.sales.tests.story import POLICY, after, cancelled, confirmed, deliver, dispatch, invoice
from services.sales.tests.test_deadlines import ask, days, follow_up, in_days, on
from services.sales.tests.test_papers import confirmed_by
from tests.needs import needs

pytestmark = needs("SAL-11", "SAL-16", "NOT-3")
CHINA = POLICY.model_copy(update={"country": "CN"})
MONDAY, NEXT_WEDNESDAY = date(2026, 3, 2), date(2026, 3, 11)


def delivered(*owed: int, order: Order | None = None, at: datetime | None = None) -> Order:
    """An order of one shipment that arrived, with an invoice for each amount."""
    order, shipment = order or confirmed(10), uuid4()
    arrived = deliver(order, shipment, 10)
    arrived = arrived.but(at=at) if at else arrived
    order = after(order, dispatch(order, shipment, 10), arrived).document
    for outstanding in owed:
        order = after(order, invoice(order, shipment, uuid4(), outstanding)).document
    return order


def to_follow_up(order: Order, policy: Policy = CHINA) -> tuple[ToCollect, ...]:
    return to_collect(order, policy, datetime.date)


def test_a_delivery_is_to_be_followed_up_within_seven_working_days_while_its_invoice_is_open() -> None:
    week = (ToCollect(since=MONDAY, by=NEXT_WEDNESDAY),)
    assert to_follow_up(delivered(100)) == week
    assert to_follow_up(delivered()) == week, "that the invoice lacks is what is followed up"
    assert to_follow_up(delivered(0)) == ()
    assert to_follow_up(confirmed(10)) == ()


def test_holidays_of_the_companys_country_are_no_working_days() -> None:
    before_national_day = datetime(2026, 9, 30, 4, tzinfo=UTC)
    (due,) = to_follow_up(delivered(100, at=before_national_day))
    assert due.by == date(2026, 10, 15)


def test_money_under_a_letter_of_credit_is_asked_of_the_bank() -> None:
    order = delivered(100)
    terms = order.binding.terms.but(by_credit=True)
    assert to_follow_up(order.but(content=order.binding.but(terms=terms))) == ()


async def arrived(call: Caller, count: int) -> str:
    """An order of which all arrived so many days ago, and is to be paid."""
    order_id, shipment = await confirmed_by(call), uuid4()
    async with call.pool.acquire() as db, db.transaction():
        order = await book.look(db, UUID(order_id))
        assert order
        await record_dispatch(db, [dispatch(order, shipment, 10)])
        await record_delivery(db, [deliver(order, shipment, 10).but(at=clock.now() - timedelta(days=count))])
        await record_invoice(db, [invoice(order, shipment, uuid4(), 100)])
    return order_id


def due(said: list[tuple[Any, ...]]) -> list[Any]:
    return [day for kind, number, day in said if (kind, number) == ("collection", "SO")]


async def test_who_asked_the_customer_has_followed_the_money_up(call: Caller) -> None:
    order_id = await arrived(call, 20)
    (day,) = due(await days(call))
    assert day < on(0)
    await follow_up(call, order_id)
    assert due(await days(call)) == [None]


async def test_so_has_who_was_told_that_it_is_paid(call: Caller) -> None:
    order_id = await arrived(call, 20)
    assert due(await days(call))
    paid = {"amount": {"amount": "100", "currency": "USD"}, "received_on": in_days(0), "how": "transfer"}
    await ask(call, f"/orders/{order_id}/receipts", paid)
    assert due(await days(call)) == [None]


async def test_nothing_is_said_of_a_delivery_that_is_paid_or_followed_up_soon(call: Caller) -> None:
    order_id = await arrived(call, 1)
    assert due(await days(call)) == []
    await follow_up(call, order_id)
    assert due(await days(call)) == []


async def reminded(call: Caller, order_id: str) -> list[dict[str, Any]]:
    """The letters of that kind about the order, after its day was said twice."""
    about = {"kind": "collection", "number": "SO-1", "customer": "ALFKI", "order_id": UUID(order_id)}
    due = DeadlineSet.having({**about, "document_id": uuid4(), "version": 1, "due_on": on(3), "orders": ()})
    async with call.pool.acquire() as db, db.transaction():
        await mailing.write_delivery_reminder(db, [due, due.but(kind="feedback"), due])
    letters = (await call("GET", f"/orders/{order_id}/letters")).json()["items"]
    return [one for one in letters if one["kind"] == "delivery_reminder"]


async def test_its_customer_is_asked_once_whether_all_is_in_order_and_when_he_pays(call: Caller) -> None:
    (letter,) = await reminded(call, await arrived(call, 8))
    assert letter["state"] == "waiting"
    assert letter["subject"].startswith("Is all in order with your order 4711")


def test_of_what_he_accepted_he_is_asked_for_the_payment_alone() -> None:
    lines = [str(line) for line in said(delivered(100))]
    assert "Please tell us that all of it is as agreed, or what is not." in lines
    assert "When may we expect your payment of INV-2026-000001?" in lines
    order = delivered(100)
    ((shipment, _),) = order.shipments.items()
    assert lines[2:] == [str(line) for line in said(order.with_shipment(shipment, accepted=True))][1:]


def said(order: Order) -> tuple[Text, ...]:
    letter = delivery_reminder(order)
    assert letter
    return letter.text[1:]


def test_of_a_cancelled_order_he_is_asked_nothing() -> None:
    assert delivery_reminder(cancelled(delivered(100))) is None


async def test_only_orders_with_something_to_collect_are_read(db: asyncpg.Connection) -> None:
    await db.execute(MANY)
    plan = "\n".join(row[0] for row in await db.fetch(f"EXPLAIN {TO_LOOK_AT}", clock.today()))
    assert "Seq Scan on sales_order" not in plan, plan


MANY = """
INSERT INTO sales_order (id, number, customer, customer_po, stage, sleeping, slips, document, to_collect)
SELECT gen_random_uuid(), 'SO-' || n, 'ALFKI', n::text, 'delivered', false, '[]', '{}',
    CASE WHEN n % 100 = 0 THEN '[{"since": "2026-03-02", "by": "2026-03-11"}]'::jsonb END
FROM generate_series(1, 20000) n;
ANALYZE sales_order
"""
