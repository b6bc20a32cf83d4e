"""Feasibility and confirmation (SAL-5, SAL-8)."""

import random
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from chassis.handling import Step
from contracts.review import Reason
from contracts.sales import OrderConfirmed, OrderRejected
from contracts.supply import Lack
from contracts.texts import Text
from services.sales.order.rules.asked import CustomerOnHold
from services.sales.order.rules.stage import stage_of
from services.sales.policy import Policy
from services.sales.review.rules import (
    Confirm,
    CreditRefused,
    NotWaitingForDecision,
    Reject,
    ReviewsMissing,
    confirm,
    reject,
)
from services.sales.tests.story import DAY, POLICY, after, received, reviews, topics
from tests.needs import needs

LACKS = (Lack(item="P-1", quantity=Decimal(4)),)
NOES: list[dict[str, Any]] = [
    {"credit": "no"},
    {"route": "no"},
    {"stock": "no"},
    {"supply": "no", "lacks": LACKS},
    {"supply": "no", "lacks": LACKS, "impossible": ("P-1",)},
    {"supply": "conditions", "lacks": LACKS, "impossible": ("P-1",)},
]


@needs("SAL-5", "SAL-8")
def test_a_feasible_order_is_confirmed_with_the_last_review_whatever_came_first() -> None:
    order = received()
    for _ in range(20):
        heard = random.sample(reviews(order), 4)
        assert not after(order, *heard[:3]).events
        (event,) = after(order, *heard).events
        assert isinstance(event, OrderConfirmed)
        assert event.version == 2


@needs("SAL-5")
def test_a_review_of_an_older_version_does_not_count() -> None:
    order = received()
    newer = order.but(version=2)
    assert after(newer, *reviews(order)).document == newer


@needs("SAL-5")
@pytest.mark.parametrize("verdicts", NOES)
def test_a_no_that_matters_leaves_the_order_to_the_merchandiser(verdicts: dict[str, Any]) -> None:
    order = received()
    step = after(order, *reviews(order, **verdicts))
    assert not step.events
    assert stage_of(step.document) == "infeasible"
    assert step.document.objections


@needs("SAL-5")
@pytest.mark.parametrize("verdicts", NOES)
def test_a_no_that_matters_rejects_the_order_where_the_policy_lets_it(verdicts: dict[str, Any]) -> None:
    order = received()
    (event,) = after(order, *reviews(order, **verdicts), policy=Policy(infeasible="automatic")).events
    assert isinstance(event, OrderRejected)
    assert event.reasons


@needs("SAL-5")
@pytest.mark.parametrize(
    "verdicts",
    [
        {"supply": "no"},
        {"supply": "no", "impossible": ("P-9",)},
        {"supply": "no", "lacks": LACKS, "impossible": ("P-9",), "supplied_on": DAY},
        {"stock": "conditions"},
    ],
)
def test_what_supply_cannot_do_is_no_matter_while_the_stock_has_it(verdicts: dict[str, Any]) -> None:
    order = received()
    assert topics(after(order, *reviews(order, **verdicts)).events) == ["order.confirmed"]


@needs("FIN-4")
def test_a_credit_hold_puts_the_confirmation_to_sleep() -> None:
    order = received()
    step = after(order, *reviews(order), hold=Text("overdue"))
    assert not step.events
    assert topics(after(step.document).events) == []


@needs("SAL-8", "ALL-10")
def test_by_hand_waits_for_the_merchandiser_and_lets_him_confirm() -> None:
    order = received()
    by_hand = Policy(confirm="by_hand")
    step = after(order, *reviews(order), policy=by_hand)
    assert not step.events
    assert stage_of(step.document) == "reviewed"
    done = confirm(step.document, Confirm(order.order_id, date(2026, 5, 1)), None, POLICY, DAY)
    assert isinstance(done, Step)
    assert done.document.content.promised == date(2026, 5, 1)


@needs("SAL-8")
def test_confirming_by_hand_is_refused_before_the_reviews_and_on_hold_and_twice() -> None:
    order = received()
    asked = Confirm(order.order_id)
    assert isinstance(confirm(order, asked, None, POLICY, DAY), ReviewsMissing)
    reviewed = after(order, *reviews(order, route="no")).document
    assert isinstance(confirm(reviewed, asked, Text("overdue"), POLICY, DAY), CustomerOnHold)
    done = confirm(reviewed, asked, None, POLICY, DAY)
    assert isinstance(done, Step)
    assert isinstance(confirm(done.document, asked, None, POLICY, DAY), NotWaitingForDecision)


@needs("SAL-5")
def test_finances_no_is_overruled_by_finance_only() -> None:
    """SAL-5: the merchandiser cannot confirm against it; finance's next review, a yes, lets the order go on."""
    order = received()
    *others, refused = reviews(order, credit="no")
    reviewed = after(order, *others, refused).document
    refusal = confirm(reviewed, Confirm(order.order_id), None, POLICY, DAY)
    assert isinstance(refusal, CreditRefused)
    assert "it cannot be" in str(refusal)
    assert topics(after(reviewed, reviews(order)[3]).events) == ["order.confirmed"]


def test_a_rejected_order_is_final() -> None:
    order = received()
    asked = Reject(order.order_id, (Reason(code="price", text="too cheap"),))
    done = reject(order, asked)
    assert isinstance(done, Step)
    assert done.document.status == "rejected"
    assert isinstance(reject(done.document, asked), NotWaitingForDecision)
    assert not after(done.document, *reviews(order)).events
