"""An order that is paid by letter of credit is not released before its credit is in order (SAL-17, LOG-7)."""

from __future__ import annotations

from functools import partial
from typing import Any
from uuid import uuid4

import pytest

from contracts.logistics import CreditAmended, CreditCompared, CreditReceived
from contracts.order import Terms
from contracts.reasons import because
from services.sales.order.rules.asked import OfShipment
from services.sales.order.rules.document import Order
from services.sales.order.rules.stage import waiting_of
from services.sales.release.rules import LetterOfCreditOpen, release
from services.sales.settlement import rules as settlement
from services.sales.tests import story
from services.sales.tests.story import DAY, NOON, after, confirmed, money, reserve, topics
from tests.needs import needs

pytestmark = [needs("SAL-17", "LOG-7"), pytest.mark.usefixtures("told")]
TOO_LITTLE = because("lc_too_little", value="100 USD", most="5 USD")


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> None:
    """The story knows what logistics says of credits."""
    for kind in (CreditReceived, CreditAmended, CreditCompared):
        monkeypatch.setitem(story.FACTS, kind, settlement.credit_told)


def by_credit() -> Order:
    order = confirmed(10)
    return order.but(content=order.binding.but(terms=Terms(days=30, by_credit=True)))


def said(order: Order, kind: Any = CreditReceived, **told: Any) -> Any:
    about = {
        "order_id": order.order_id,
        "order_version": order.version,
        "version": 1,
        "number": "LC-1",
        "in_order": True,
    }
    return kind(**about | {"amount": money(100), "expires_on": DAY} | told)


not_in_order = partial(said, in_order=False, reasons=(TOO_LITTLE,))


def test_goods_wait_for_the_letter_of_credit_and_leave_with_it() -> None:
    order, shipment = by_credit(), uuid4()
    waits = after(order, reserve(order, shipment, 10))
    assert "order.released" not in topics(waits.events)
    due = waiting_of(waits.document, None, NOON)
    assert due is not None
    assert (due.owner, due.what, str(due.reason)) == (
        "logistics",
        "letter of credit",
        "letter of credit to be received",
    )
    assert "order.released" in topics(after(waits.document, said(order)).events)


def test_a_credit_that_is_not_in_order_lets_nothing_go_and_says_why() -> None:
    order, shipment = by_credit(), uuid4()
    waits = after(order, reserve(order, shipment, 10), not_in_order(order))
    assert "order.released" not in topics(waits.events)
    refused = release(waits.document, OfShipment(order.order_id, shipment), None)
    assert isinstance(refused, LetterOfCreditOpen)
    assert TOO_LITTLE.text in str(refused)
    amended = said(order, CreditAmended, version=2, changed="amount: 100 USD")
    assert "order.released" in topics(after(waits.document, amended).events)


def test_a_credit_that_was_compared_with_an_older_version_lets_nothing_go() -> None:
    order = by_credit()
    newer = order.but(version=order.version + 1)
    waits = after(newer, said(order), reserve(newer, uuid4(), 10))
    assert "order.released" not in topics(waits.events)
    assert "order.released" in topics(after(waits.document, said(newer, CreditCompared, version=2)).events)


def test_an_older_word_of_a_credit_is_ignored() -> None:
    order = by_credit()
    step = after(order, said(order, version=2), not_in_order(order), reserve(order, uuid4(), 10))
    assert "order.released" in topics(step.events)


def test_an_order_without_a_credit_asks_for_none() -> None:
    order = confirmed(10)
    assert "order.released" in topics(after(order, reserve(order, uuid4(), 10)).events)
