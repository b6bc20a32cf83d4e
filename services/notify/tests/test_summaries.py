"""NOT-2: what a line of an order's story says over HTTP, in words and plain numbers."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from chassis.ids import new_id
from chassis.language import catalogue
from contracts.catalogue import EVENTS
from contracts.event import Event
from contracts.finance import PriceChangeDecided
from contracts.logistics import ShipmentCancelled
from contracts.notify import DeadlineMissed
from contracts.order import ShipmentLine
from contracts.purchasing import PurchaseCancelled
from contracts.reasons import because
from contracts.texts import saying
from contracts.value import names_of
from contracts.warehouse import GoodsReceived
from services.notify.story.rules.facts import UNTOLD, facts_of, summary_of, told
from services.notify.tests.samples import Order, usd
from tests.needs import needs

pytestmark = needs("NOT-2")

QUANTITIES = [
    ("300.0", "300", "goods received 300 × P-1 with receipt R-1, 300 still to come"),
    ("0.50", "0.5", "goods received 0.5 × P-1 with receipt R-1, 0.5 still to come"),
    ("1E+2", "100", "goods received 100 × P-1 with receipt R-1, 100 still to come"),
    ("0.0", "0", "goods received with receipt R-1"),
]


def said(event: Event) -> str:
    return summary_of(event.topic, facts_of(event))


def test_each_item_is_told_once_with_what_its_lines_come_to() -> None:
    quantities = ("100.0", "200")
    lines = tuple(ShipmentLine(line=n, item="S-403", quantity=Decimal(q)) for n, q in enumerate(quantities, 1))
    event = Order().reserved().but(lines=lines)
    assert facts_of(event)["lines"] == "300 S-403"
    assert said(event) == "reserved 300 × S-403"


@pytest.mark.parametrize(("quantity", "told", "sentence"), QUANTITIES)
def test_a_quantity_has_no_zeros_that_say_nothing(quantity: str, told: str, sentence: str) -> None:
    number = Decimal(quantity)
    event = GoodsReceived(
        purchase_id=new_id(), item="P-1", accepted=number, outstanding=number, cover=(), receipt_number="R-1"
    )
    assert facts_of(event)["accepted"] == told
    assert said(event) == sentence


def test_money_keeps_its_minor_units() -> None:
    money = usd(0).but(amount=Decimal("12000.50"))
    event = Order().paid().but(amount=money, outstanding=Decimal("300.00"))
    assert said(event) == "payment of 12,000.50 USD received, 300.00 USD still open"


@pytest.mark.parametrize(("approved", "told"), [(True, "approved"), (False, "refused")])
def test_a_decision_is_told_in_a_word(*, approved: bool, told: str) -> None:
    event = PriceChangeDecided(
        purchase_id=new_id(), request=1, approved=approved, supplier="S-1", unit_price=usd(9),
        quantity=Decimal("10.0"), signatures=(),
    )  # fmt: skip
    assert said(event) == f"the higher price of S-1 is {told}"
    assert facts_of(event)["approved"] is approved


def test_a_review_without_reasons_says_its_verdict_alone() -> None:
    assert {said(review) for review in Order().reviews()} == {
        f"{who} checked: yes" for who in ("stock", "supply", "route", "credit")
    }


def test_a_time_is_told_to_the_minute() -> None:
    facts = {"owner": "sales", "awaited": "order.confirmed", "due": str(datetime(2026, 11, 28, 8, 0, 7, 5, tzinfo=UTC))}
    assert DeadlineMissed.summary.told(facts) == "sales owes order.confirmed since 2026-11-28 08:00 UTC"


def test_every_line_is_of_an_event_and_nothing_is_kept_untold_that_no_event_has() -> None:
    fields = {name for event in EVENTS.values() for name in names_of(event)}
    assert not UNTOLD - fields


@needs("ALL-5")
def test_why_is_told_in_the_readers_language() -> None:
    no = Order().reviews()[0].but(verdict="no", reasons=(because("short", quantity=10, item="P-1"),))
    back = ShipmentCancelled(
        order_id=new_id(), shipment_id=new_id(), order_version=1, version=2,
        reason="the order was cancelled", reasons=(because("order_cancelled"),),
    )  # fmt: skip
    kept = [(event.topic, facts_of(event)) for event in (no, back)]
    assert [summary_of(topic, told(facts)) for topic, facts in kept] == [
        "stock checked: no (10 of P-1 must be bought)",
        "shipment not dispatched: the order was cancelled",
    ]
    with saying(catalogue("zh")):
        assert [summary_of(topic, told(facts)) for topic, facts in kept] == [
            "库存评审：不可行（P-1 尚需采购 10）",
            "未发货：订单已取消",
        ]


@needs("ALL-5")
def test_what_an_older_message_says_is_told_as_it_was_said() -> None:
    old = PurchaseCancelled(
        purchase_id=new_id(), version=1, item="P-1", supplier="S-1", quantity=Decimal(5), was_ordered=True,
        outstanding=Decimal(0), reason="not delivered again",
    )  # fmt: skip
    with saying(catalogue("zh")):
        assert summary_of(old.topic, told(facts_of(old))).endswith("，not delivered again")


@needs("ALL-5", "SAL-3")
def test_what_is_missing_is_told_in_the_readers_language() -> None:
    event = Order().received().but(missing=("wanted", "lines.0.quantity"))
    assert said(event).endswith("still to be told: wanted, lines.0.quantity")
    with saying(catalogue("zh")):
        assert said(event).endswith("尚缺：要求交期、产品明细.0.quantity")
