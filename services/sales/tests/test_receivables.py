"""Sales' own ledger of an order's money, whatever finance says (SAL-16)."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

import asyncpg
import pytest

from chassis import clock
from chassis.refusal import NotFound
from contracts.order import value_of
from contracts.sales import PaymentPromised
from services.sales.collection import handlers, rules
from services.sales.order import store as book
from services.sales.order.rules.document import Order
from services.sales.order.store import Row
from services.sales.receivable.rules import expected, receivable_of
from services.sales.tests.calling import Caller, an_order
from services.sales.tests.story import DAY, NOON, confirmed, goes, money
from tests.needs import needs

pytestmark = needs("SAL-16")


def left(order: Order, *quantities: int, on: date = DAY) -> Order:
    return order.with_shipment(uuid4(), dispatched=goes(*quantities), dispatched_on=on)


def receipt(order: Order, amount: str = "40", reference: str = "TT-1", currency: str = "USD") -> rules.NoteReceipt:
    paid = money(amount, currency)
    return rules.NoteReceipt(order.order_id, paid, DAY, "transfer", reference, "Ana", "wang.fang")


def test_all_that_left_is_owed_as_the_order_says() -> None:
    order = confirmed(10, 5)
    terms = {"discount": Decimal("0.03"), "tax_rate": Decimal("0.13"), "freight": money("7.77")}
    order = order.but(content=order.binding.but(**terms))
    assert expected(order) == 0
    assert expected(left(order, 10, 5)) == value_of(order.content)


def test_what_left_in_part_is_owed_in_part_with_the_whole_freight() -> None:
    order = confirmed(10, 5)
    order = order.but(content=order.binding.but(freight=money("7.77")))
    assert expected(left(order, 4)) == Decimal("47.77")


def test_what_left_after_the_month_is_owed_after_it() -> None:
    order = left(confirmed(10), 10)
    assert expected(order, DAY) == 100
    assert expected(order, DAY - timedelta(days=1)) == 0


def test_what_came_back_is_owed_no_more() -> None:
    order = left(confirmed(10), 10)
    (shipment,) = order.shipments
    assert expected(order.with_shipment(shipment, back=goes(4))) == 60
    assert expected(order.with_shipment(shipment, back_whole=True)) == 0


def test_a_receipt_noted_twice_is_one_and_another_needs_another_reference() -> None:
    order = left(confirmed(10), 10)
    known = rules.note(receivable_of(order), receipt(order), NOON)
    assert not isinstance(known, Exception)
    again = rules.note(known.document, receipt(order), NOON)
    assert not isinstance(again, Exception)
    assert (again.document.told, again.document.outstanding) == (Decimal(40), Decimal(60))
    other = rules.note(known.document, receipt(order, "41"), NOON)
    assert isinstance(other, rules.ReferenceNoted)
    assert "entry 1 of 40 USD" in str(other)


def test_what_was_noted_wrongly_is_corrected_by_an_entry_of_the_difference() -> None:
    order = confirmed(10)
    noted = rules.note(receivable_of(order), receipt(order, "400"), NOON)
    assert not isinstance(noted, Exception)
    asked = rules.CorrectReceipt(order.order_id, 1, Decimal(40), "a 0 too much", "li.na")
    corrected = rules.correct(noted.document, asked, NOON)
    assert not isinstance(corrected, Exception)
    first, second = corrected.document.receipts
    assert (first.amount, second.amount, second.corrects) == (Decimal(400), Decimal(-360), 1)
    assert corrected.document.told == 40
    assert isinstance(rules.correct(corrected.document, asked, NOON), rules.NothingToCorrect)
    unknown = rules.CorrectReceipt(order.order_id, 2, Decimal(0), "x", "li.na")
    assert "receipt SO-2026-000001/2" in str(rules.correct(corrected.document, unknown, NOON))


def test_what_was_paid_in_another_currency_is_not_added_up() -> None:
    order = confirmed(10)
    known = rules.note(receivable_of(order), receipt(order, currency="EUR"), NOON)
    assert not isinstance(known, Exception)
    assert known.document.told == 0


@needs("FIN-4")
def test_a_promised_day_is_said_and_a_chase_without_one_is_not() -> None:
    order = confirmed(10)
    asked = rules.NoteChase(order.order_id, DAY, "telephone", "Ana", "the boss is away", DAY, "li.na")
    step = rules.chase(receivable_of(order), asked, NOON)
    assert step.events == (PaymentPromised(order_id=order.order_id, customer="ALFKI", promised_on=DAY),)
    unpromised = rules.NoteChase(order.order_id, DAY, "telephone", "Ana", "nobody there", None, "li.na")
    assert rules.chase(step.document, unpromised, NOON).events == ()


async def test_what_was_told_is_kept_in_the_database_and_never_changed(db: asyncpg.Connection) -> None:
    order = left(confirmed(10), 10)
    await book.add(db, [Row(order, "dispatched", False, False, None)], {})
    (answer,) = await handlers.note(db, [receipt(order)])
    assert not isinstance(answer, Exception)
    (answer,) = await handlers.correct(db, [rules.CorrectReceipt(order.order_id, 1, Decimal(30), "typo", "li.na")])
    assert not isinstance(answer, Exception)
    assert (answer.body.told, answer.body.outstanding) == (30, 70)  # type: ignore[union-attr]
    with pytest.raises(asyncpg.RaiseError, match="only corrected"):
        await db.execute("UPDATE receipt SET amount = 1")


async def test_an_order_that_nobody_placed_has_no_receivable(db: asyncpg.Connection) -> None:
    (answer,) = await handlers.note(db, [receipt(confirmed(10))])
    assert isinstance(answer, NotFound)


@needs("ALL-3")
async def test_a_customer_tells_of_his_own_payment_and_is_not_told_who_chased_him(call: Caller) -> None:
    placed = (await call("POST", "/orders", an_order("1"))).json()
    path = f"/orders/{placed['order_id']}"
    today = clock.today().isoformat()
    paid: dict[str, Any] = {
        "amount": {"amount": "40", "currency": "USD"}, "received_on": today, "how": "transfer", "reference": "TT-1",
    }  # fmt: skip
    asked = {"asked_on": today, "how": "telephone", "said": "he pays on Friday"}
    assert (await call("POST", f"{path}/chases", asked)).status_code == 200
    assert (await call("POST", f"{path}/receipts", paid, who="BONAP", role="customer")).status_code == 404
    told = (await call("POST", f"{path}/receipts", paid, who="ALFKI", role="customer")).json()
    assert (told["told"], told["receipts"][0]["said_by"], told["chases"]) == ("40", "ALFKI", [])
    assert len((await call("GET", f"{path}/receivable")).json()["chases"]) == 1
    assert (await call("GET", f"{path}/receivable", who="BONAP", role="customer")).status_code == 404
    listed = (await call("GET", "/receivables?customer=ALFKI")).json()["items"]
    assert [one["number"] for one in listed] == [placed["number"]]
    assert (await call("GET", "/receivables?customer=ALFKI", who="BONAP", role="customer")).status_code == 404


async def test_a_payment_of_tomorrow_or_of_nothing_is_refused_field_by_field(call: Caller) -> None:
    placed = (await call("POST", "/orders", an_order("1"))).json()
    tomorrow = (clock.today() + timedelta(days=1)).isoformat()
    wrong = {"amount": {"amount": "0", "currency": "USD"}, "received_on": tomorrow, "how": "barter"}
    answer = await call("POST", f"/orders/{placed['order_id']}/receipts", wrong)
    assert [fault["field"] for fault in answer.json()["faults"]] == ["amount.amount", "received_on", "how"]
