"""A confirmed order that is changed is judged, graded and promised anew (SAL-9, SAL-6)."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest

from chassis.handling import Step
from chassis.papers.company import Issuer
from contracts.sales import OrderChanged, ReviewRequested
from contracts.supply import Lack
from services.sales.changes.rules import Change, Wanted, change
from services.sales.order.rules.anew import ask, settle
from services.sales.order.rules.asked import OfShipment
from services.sales.order.rules.document import Order
from services.sales.order.rules.grading import graded
from services.sales.order.rules.life import follow
from services.sales.order.rules.stage import waiting_of
from services.sales.order.view import state_of
from services.sales.papers.rules.order_confirmation import confirmation_paper, confirmation_sheet
from services.sales.release.rules import NotSigned, release
from services.sales.review.rules import Confirm, SignRisk, confirm, reviewed, sign_risk
from services.sales.tests.story import (
    DAY,
    NOON,
    POLICY,
    after,
    confirmed,
    dispatch,
    order_line,
    reserve,
    reviews,
    topics,
)
from services.sales.tests.test_changes import KNOWN, as_it_is
from services.sales.tests.test_risk import BESIDE
from tests.needs import needs

pytestmark = needs("SAL-9", "SAL-6")
APRIL = date(2026, 4, 1)
WEEKS_LATER = date(2026, 4, 20)
BY_HAND = POLICY.model_copy(update={"promise_anew": "by_hand"})


def promised_order(*quantities: int) -> Order:
    """Confirmed for the first of April, with the reviews that it was confirmed by."""
    order = confirmed(*quantities or (10,))
    order = order.but(content=order.binding.but(promised=APRIL, wanted=APRIL))
    for one in reviews(order):
        order = order.but(reviews={**order.reviews, **reviewed(order.but(status="open"), one, DAY).reviews})
    return order


def changes(order: Order, **wanted: Any) -> Step[Order]:
    done = change(order, Change(order.order_id, Wanted(**wanted), "the customer asks"), KNOWN, as_it_is)
    assert isinstance(done, Step)
    return done.then(ask(order, done.document))


def more(order: Order) -> Order:
    """Of twelve instead of ten."""
    return changes(order, lines=(order_line(1, 12),)).document


def answered(order: Order, policy: Any = POLICY, **verdicts: Any) -> Step[Order]:
    """All four have answered on its newest version."""
    step: Step[Order] = Step(order)
    for one in reviews(order, **verdicts):
        heard = graded(reviewed(step.document, one, DAY), BESIDE, policy, DAY)
        step = step.then(settle(heard, policy, DAY))
    return step


def lacking(quantity: int, until: date) -> dict[str, Any]:
    return {"lacks": (Lack(item="P-1", quantity=Decimal(quantity)),), "ready": {"P-1": until}, "supplied_on": until}


def waits(order: Order) -> tuple[str, str | None]:
    waiting = waiting_of(order, None, NOON)
    assert waiting
    return waiting.owner, waiting.what


@pytest.mark.parametrize(
    "wanted",
    [
        {"lines": (order_line(1, 12),)},
        {"lines": (order_line(1, 10, price=9),)},
        {"lines": (order_line(1, 10).but(specification="RAL 7016"),)},
        {"wanted": APRIL - timedelta(days=7)},
        {"deliver_to": confirmed(10).binding.deliver_to.but(city="Hamburg")},
        {"terms": confirmed(10).binding.terms.but(days=60)},
    ],
)
def test_the_departments_are_asked_about_what_they_may_judge_otherwise(wanted: dict[str, Any]) -> None:
    changed, asked = changes(promised_order(), **wanted).events
    assert isinstance(changed, OrderChanged)
    assert isinstance(asked, ReviewRequested)
    assert (asked.order_version, asked.content) == (changed.version, changed.content)


@pytest.mark.parametrize("wanted", [{"partial": False}, {"rush": True}, {"promised": WEEKS_LATER}])
def test_of_what_no_department_judges_otherwise_none_is_asked(wanted: dict[str, Any]) -> None:
    assert topics(changes(promised_order(), **wanted).events) == ["order.changed"]


def test_they_are_asked_about_what_is_still_to_leave() -> None:
    order = promised_order(10, 5)
    order = after(order, dispatch(order, uuid4(), 6, 5)).document
    (_, asked) = changes(order, lines=(order_line(1, 12), order_line(2, 5))).events
    assert isinstance(asked, ReviewRequested)
    assert [(line.line, line.quantity) for line in asked.order.content.lines] == [(1, Decimal(6))]
    assert topics(changes(order, lines=(order_line(1, 6), order_line(2, 5))).events) == ["order.changed"]


def test_while_they_judge_the_old_promise_holds_and_nothing_leaves() -> None:
    order = more(promised_order())
    assert (order.content.promised, waits(order)) == (APRIL, ("warehouse", "reviews"))
    held = after(order, reserve(order, uuid4(), 12))
    assert held.events == ()
    done = answered(held.document)
    assert topics(done.then(follow(done.document, None, POLICY, DAY)).events) == ["order.released"]


def test_what_can_still_be_kept_is_promised_as_before() -> None:
    done = answered(more(promised_order()))
    assert (done.events, done.document.content.promised, done.document.pending) == ((), APRIL, None)


def test_a_later_day_is_promised_by_itself_and_the_old_one_stands_beside_it() -> None:
    order = more(promised_order())
    done = answered(order, **lacking(2, WEEKS_LATER))
    (event,) = done.events
    assert isinstance(event, OrderChanged)
    assert (event.version, event.reason) == (order.version + 1, "reviewed_anew")
    assert event.content.promised
    assert event.content.promised > WEEKS_LATER
    seen = state_of(done.document)
    assert seen.anew
    assert (seen.anew.promised, seen.anew.computed, seen.promised) == (APRIL, *2 * (event.content.promised,))
    assert seen.for_customer().anew is None


def test_who_wants_it_earlier_is_promised_the_earlier_day() -> None:
    order = changes(promised_order(), wanted=DAY + timedelta(days=14)).document
    (event,) = answered(order).events
    assert isinstance(event, OrderChanged)
    assert event.content.promised == DAY + timedelta(days=12)


def test_a_day_that_the_change_itself_says_holds() -> None:
    order = changes(promised_order(), lines=(order_line(1, 12),), promised=date(2026, 4, 9)).document
    done = answered(order, **lacking(2, WEEKS_LATER))
    assert (done.events, done.document.pending) == ((), None)


def test_a_verdict_on_an_older_version_does_not_count() -> None:
    first = more(promised_order())
    second = changes(first, partial=False)
    assert topics(second.events) == ["order.changed", "review.requested"], "what was asked is asked of the new version"
    for late in reviews(first):
        assert reviewed(second.document, late, DAY) is second.document


def test_a_no_waits_for_the_merchandiser_who_may_promise_a_day_all_the_same() -> None:
    done = answered(more(promised_order()), route="no")
    assert (done.events, waits(done.document)) == ((), ("wang.fang", "decision"))
    assert not isinstance(confirm(done.document, Confirm(uuid4()), None, POLICY, DAY), Step)
    said = confirm(done.document, Confirm(uuid4(), WEEKS_LATER), None, POLICY, DAY)
    assert isinstance(said, Step)
    assert (topics(said.events), said.document.content.promised) == (["order.changed"], WEEKS_LATER)


def test_by_hand_the_new_day_waits_for_the_merchandiser_who_promises_it_or_the_old_one() -> None:
    done = answered(more(promised_order()), BY_HAND, **lacking(2, WEEKS_LATER))
    assert (done.events, waits(done.document)) == ((), ("wang.fang", "decision"))
    new = confirm(done.document, Confirm(uuid4()), None, BY_HAND, DAY)
    old = confirm(done.document, Confirm(uuid4(), APRIL), None, BY_HAND, DAY)
    assert isinstance(new, Step)
    assert isinstance(old, Step)
    assert topics(new.events) == ["order.changed"]
    assert (old.events, old.document.pending, old.document.content.promised) == ((), None, APRIL)


def test_before_they_have_judged_nobody_promises_another_day_for_it() -> None:
    refused = confirm(more(promised_order()), Confirm(uuid4(), WEEKS_LATER), None, POLICY, DAY)
    assert not isinstance(refused, Step)


def test_a_grade_that_is_high_by_the_change_waits_for_its_signature_and_nothing_leaves() -> None:
    grown = changes(promised_order(), lines=(order_line(1, 100_000),)).document
    shipment = uuid4()
    held = after(grown, reserve(grown, shipment, 100_000)).document
    done = answered(held, **lacking(10, WEEKS_LATER))
    assert done.document.risk
    assert done.document.risk.grade in ("high", "critical")
    assert (done.events, waits(done.document)) == ((), (done.document.risk.signer, "signature"))
    assert not follow(done.document, None, POLICY, DAY).events
    barred = release(done.document, OfShipment(held.order_id, shipment), None)
    assert isinstance(barred, NotSigned)
    role = done.document.risk.signer
    asked = SignRisk(held.order_id, "zhou.ting", (role,))
    signed = sign_risk(done.document, asked, "2026-03-02T04:00:00Z", POLICY, DAY)
    assert isinstance(signed, Step)
    assert topics(signed.events) == ["order.changed"]


def test_the_confirmation_says_that_it_is_under_review_and_then_both_days() -> None:
    order = more(promised_order())
    told = [promised_line(order)]
    done = answered(order, **lacking(2, WEEKS_LATER)).document
    told += [promised_line(done), promised_line(answered(order).document), promised_line(promised_order())]
    assert told == [
        "2026-04-01; we confirm a day anew once your change is reviewed",
        f"{done.content.promised}, in place of 2026-04-01",
        "2026-04-01",
        "2026-04-01",
    ]


def promised_line(order: Order) -> str:
    seller = Issuer(name="gendan")
    sheet = confirmation_sheet(confirmation_paper(order, order.binding, {}, seller, POLICY, ""))
    return next(str(fact.value) for fact in sheet.facts if str(fact.label) == "Promised date")


def test_no_delay_is_said_while_they_judge() -> None:
    order = changes(promised_order(), lines=(order_line(1, 12),)).document
    assert not after(order, reserve(order, uuid4(), 10, final=False), today=APRIL + timedelta(days=1)).events


def overtaken(order: Order, *dispatched: int) -> Step[Order]:
    """The order after dispatch was faster than a change that is still judged."""
    return after(order, dispatch(order, uuid4(), *dispatched))


@needs("SAL-5")
def test_dispatch_that_is_faster_than_a_change_loses_no_review_of_it() -> None:
    order = changes(promised_order(10, 5), lines=(order_line(1, 4), order_line(2, 8))).document
    step = overtaken(order, 6)
    changed, asked = step.events
    assert isinstance(changed, OrderChanged)
    assert isinstance(asked, ReviewRequested)
    assert (changed.reason, asked.order_version, int(asked.left[0].quantity)) == ("dispatched_first", 4, 6)
    assert waits(step.document) == ("warehouse", "reviews")
    done = answered(step.document, lacks=(Lack(item="P-2", quantity=Decimal(3)),), ready={"P-2": WEEKS_LATER})
    (event,) = done.events
    assert isinstance(event, OrderChanged)
    assert event.reason == "reviewed_anew"
    assert done.document.anew
    assert done.document.anew.promised == APRIL, "the day before the change stands beside the new one"


def test_what_is_answered_and_waits_for_a_person_is_judged_anew_too() -> None:
    order = changes(promised_order(10, 5), lines=(order_line(1, 4), order_line(2, 8))).document
    decided = answered(order, BY_HAND, lacks=(Lack(item="P-2", quantity=Decimal(3)),), ready={"P-2": WEEKS_LATER})
    assert waits(decided.document) == ("wang.fang", "decision")
    step = overtaken(decided.document, 6)
    assert topics(step.events)[:2] == ["order.changed", "review.requested"]
    assert waits(step.document) == ("warehouse", "reviews")


def test_a_day_that_a_change_says_holds_though_dispatch_was_faster() -> None:
    lines = (order_line(1, 4), order_line(2, 8))
    order = changes(promised_order(10, 5), lines=lines, promised=WEEKS_LATER).document
    step = overtaken(order, 6)
    assert step.document.pending
    assert (step.document.pending.agreed, step.document.content.promised) == (True, WEEKS_LATER)


def test_where_no_review_runs_or_all_has_left_dispatch_asks_none() -> None:
    settled = answered(changes(promised_order(10, 5), lines=(order_line(1, 4), order_line(2, 8))).document)
    assert topics(overtaken(settled.document, 6).events) == ["order.changed"]
    order = more(promised_order()).but(version=3)
    assert topics(overtaken(order, 13).events)[:1] == ["order.changed"]
    assert overtaken(order, 13).document.pending is None


@pytest.mark.parametrize("wanted", [{"partial": False}, {"rush": True}])
def test_a_change_that_concerns_dispatch_alone_keeps_a_running_review(wanted: dict[str, Any]) -> None:
    order = changes(more(promised_order()), **wanted).document
    assert order.pending
    assert (order.pending.version, order.pending.promised) == (order.version, APRIL)
    done = answered(order, **lacking(2, WEEKS_LATER))
    assert topics(done.events) == ["order.changed"]
