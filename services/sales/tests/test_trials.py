"""Whether and by when is asked without an order, and judged by the rules of an order (SAL-24)."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest

from chassis.refusal import InvalidInput
from contracts.finance import CreditJudged
from contracts.logistics import RouteJudged
from contracts.order import DraftLine
from contracts.purchasing import SupplyJudged
from contracts.review import Judged, Reviewed
from contracts.sales import TrialRequested
from contracts.value import names_of
from contracts.warehouse import StockJudged
from services.sales.intake.rules.asked import AnotherCustomer, Asked, Known, Place
from services.sales.intake.rules.placing import receive
from services.sales.masters.rules import ListPrice, PriceStep
from services.sales.order.rules.grading import Beside
from services.sales.policy import Policy
from services.sales.review.rules import REVIEWER_OF
from services.sales.tests.story import BERLIN, DAY, POLICY, after, reviews
from services.sales.tests.test_intake import ALFKI, DESK, LINE
from services.sales.trial.rules import Trial
from services.sales.trial.view import state_of
from services.sales.trying import rules
from tests.needs import needs

pytestmark = needs("SAL-24")
WANTED = DAY + timedelta(days=90)
WISH = Place("ALFKI", "", Asked(lines=(LINE,), deliver_to=BERLIN, wanted=WANTED))
BESIDE = Beside("A", {}, 0)
JUDGES: dict[str, type[Judged]] = {
    "warehouse": StockJudged,
    "purchasing": SupplyJudged,
    "logistics": RouteJudged,
    "finance": CreditJudged,
}


def drafted(place: Place = WISH, desk: Known = DESK, prices: rules.Prices | None = None) -> Any:
    return rules.drafted(place, uuid4(), desk, prices or {})


def trial() -> Trial:
    return rules.requested(drafted(), "TR-2026-000001").document


def judgements(asked: Trial, **says: Any) -> list[Any]:
    """What the departments say of it; ``says`` by the department, in place of that."""
    said = [(REVIEWER_OF[type(one)], one) for one in reviews(asked.order)]
    return [JUDGES[by].of(one.but(**says.get(by, {}))) for by, one in said]


def answered(policy: Policy = POLICY, **says: Any) -> Trial:
    known = trial()
    for said in judgements(known, **says):
        known = rules.judged(known, said, BESIDE if len(known.order.reviews) == 3 else None, policy, DAY)
    return known


def faults(refused: object) -> list[str]:
    assert isinstance(refused, InvalidInput)
    return [fault["field"] for fault in refused.faults]


def test_what_a_review_says_of_an_order_a_judgement_says_of_a_trial() -> None:
    for event, by in REVIEWER_OF.items():
        assert issubclass(event, Reviewed)
        its_own = {*names_of(event)} - {"order_id", "order_version"}
        assert its_own == {*names_of(JUDGES[by])} - {"trial_id"}


def test_a_trial_is_told_to_the_departments_as_the_order_that_it_would_be() -> None:
    (event,) = rules.requested(drafted(), "TR-2026-000001").events
    assert isinstance(event, TrialRequested)
    order = event.order
    assert (order.content.number, order.content.customer_po, order.version, order.complete) == (
        "TR-2026-000001", "", 1, True
    )  # fmt: skip
    assert event.orders == ()


def test_a_trial_tells_the_date_of_an_order_with_the_same_lines() -> None:
    order = receive(WISH, uuid4(), "SO-2026-000001", DESK).document
    confirmed = after(order, *reviews(order)).document
    assert confirmed.status == "confirmed"
    seen = answered()
    assert (seen.feasible, seen.promised, seen.answered_on) == (True, confirmed.content.promised, DAY)


def test_nothing_is_told_before_the_last_department_has_judged() -> None:
    known = trial()
    for said in judgements(known)[:3]:
        known = rules.judged(known, said, None, POLICY, DAY)
    assert (known.feasible, state_of(known, None).state) == (None, "requested")


def test_a_department_that_says_otherwise_later_is_not_heard() -> None:
    known = answered()
    no = judgements(known, warehouse={"verdict": "no"})[0]
    assert rules.judged(known, no, None, POLICY, DAY + timedelta(days=1)) == known


def test_a_no_stands_in_the_way_of_any_date() -> None:
    seen = state_of(answered(finance={"verdict": "no"}), None)
    assert (seen.state, seen.feasible, seen.promised) == ("answered", False, None)
    assert [reason.code for reason in seen.reasons] == ["finance_says_no"]


def test_a_trial_without_a_date_says_so() -> None:
    seen = state_of(answered(logistics={"transit_days": None}), None)
    assert (seen.feasible, [reason.code for reason in seen.reasons]) == (False, ["no_date"])


def test_later_than_wanted_stands_in_the_way_where_a_person_decides_that() -> None:
    by_hand = POLICY.model_copy(update={"confirm_late": "by_hand"})
    late = {"logistics": {"transit_days": 300}}
    assert state_of(answered(POLICY, **late), None).reasons == ()
    seen = state_of(answered(by_hand, **late), None)
    assert (seen.feasible, [reason.code for reason in seen.reasons]) == (True, ["later_than_wanted"])


def test_a_customer_sees_the_date_and_no_judgement_of_him() -> None:
    """ALL-3."""
    refused = state_of(answered(finance={"verdict": "no"}), "ALFKI")
    assert (refused.feasible, refused.reasons, refused.reviews, refused.risk) == (False, (), {}, None)
    assert (state_of(answered(), "ALFKI").promised, answered().order.risk is None) == (answered().promised, False)


def test_a_customer_asks_for_himself_only() -> None:
    assert isinstance(drafted(replace(WISH, only_of="BONAP")), AnotherCustomer)


def test_a_price_that_is_left_out_is_by_the_list() -> None:
    line = DraftLine(line=1, item="P-1", quantity=Decimal(10))
    place = replace(WISH, asked=WISH.asked.model_copy(update={"lines": (line,)}))
    listed = ListPrice(
        item="P-1", currency="USD", steps=(PriceStep(quantity=Decimal(1), price=Decimal(7)),), floor=Decimal(5)
    )
    assert list(rules.unpriced(place, DESK)) == [("P-1", "USD")]
    priced = drafted(place, prices={("P-1", "USD"): listed})
    assert priced.order.content.lines[0].unit_price.amount == 7
    assert faults(drafted(place)) == ["lines.0.unit_price"]


@pytest.mark.parametrize(
    ("place", "desk", "named"),
    [
        (replace(WISH, asked=WISH.asked.model_copy(update={"lines": ()})), DESK, ["lines"]),
        (WISH, Known(ALFKI.but(active=False), {}, DAY, POLICY), ["customer", "lines.0.item"]),
    ],
)
def test_what_an_order_would_be_asked_back_a_trial_is_refused_for(place: Place, desk: Known, named: list[str]) -> None:
    assert faults(drafted(place, desk)) == named
