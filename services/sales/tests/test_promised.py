"""By when an order can be promised (SAL-8)."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from chassis.handling import Step
from contracts.supply import Lack
from contracts.texts import Text
from services.sales.order.rules.document import Order
from services.sales.order.rules.stage import stage_of
from services.sales.policy import Policy
from services.sales.review.rules import Confirm, DateUnknown, PromisedInThePast, confirm
from services.sales.tests.story import DAY, POLICY, after, received, reviews, topics
from tests.needs import needs

pytestmark = needs("SAL-8")

LACKS = (Lack(item="P-1", quantity=Decimal(4)),)
LATER = date(2026, 4, 11)
LATE: dict[str, Any] = {"lacks": LACKS, "supplied_on": DAY + timedelta(days=30), "transit_days": 35}
"""65 days of lead time: promised 18 May, wanted 1 April."""
ASKED_LATE = POLICY.model_copy(update={"confirm_late": "by_hand"})


def promised(order: Order, **verdicts: Any) -> date | None:
    return after(order, *reviews(order, **verdicts)).document.content.promised


def test_the_promised_date_holds_the_buffer_rounded_up() -> None:
    assert promised(received(), transit_days=10) == date(2026, 3, 14)  # 10 x 1.18 = 11.8 days


def test_the_promised_date_counts_supply_only_for_what_the_stock_lacks() -> None:
    supplied: dict[str, Any] = {"supplied_on": date(2026, 3, 12), "transit_days": 0}
    assert promised(received(), **supplied) == DAY
    assert promised(received(), lacks=LACKS, **supplied) == date(2026, 3, 14)


def test_the_lead_time_of_what_the_stock_has_is_not_promised() -> None:
    """SAL-8: of the items that could be bought only the lacking ones count, the latest of them."""
    ready = {"P-1": date(2026, 3, 12), "P-2": date(2026, 3, 7), "P-3": date(2026, 6, 1)}
    supplied: dict[str, Any] = {"ready": ready, "supplied_on": date(2026, 6, 1), "transit_days": 0}
    both = (*LACKS, Lack(item="P-2", quantity=Decimal(1)))
    assert promised(received(1, 1, 1), lacks=both, **supplied) == date(2026, 3, 14)
    assert promised(received(1, 1, 1), lacks=both[1:], **supplied) == date(2026, 3, 8)


def test_a_review_that_names_no_items_gives_one_date_for_all_of_them() -> None:
    """Purchasing's older messages."""
    supplied: dict[str, Any] = {"supplied_on": date(2026, 3, 12), "transit_days": 0}
    assert promised(received(), lacks=LACKS, **supplied) == date(2026, 3, 14)


@pytest.mark.parametrize(
    "verdicts", [{"transit_days": 10}, {"lacks": LACKS, "supplied_on": DAY + timedelta(days=3), "transit_days": 7}]
)
def test_an_order_that_slept_is_promised_from_the_day_of_its_confirmation(verdicts: dict[str, Any]) -> None:
    """SAL-8: what is to be bought is ordered only now, what is to travel leaves only now."""
    order = received()
    *first, last = reviews(order, **verdicts)
    asleep = after(order, *first, last, hold=Text("overdue")).document
    assert after(asleep, last, today=LATER).document.content.promised == date(2026, 4, 23)


def test_an_order_that_comes_late_is_confirmed_with_the_later_date_or_waits_by_policy() -> None:
    """SAL-8: both dates are said to whom it waits for, who confirms or rejects."""
    order = received()
    assert promised(order, **LATE) == date(2026, 5, 18)
    step = after(order, *reviews(order, **LATE), policy=ASKED_LATE)
    assert not step.events
    assert stage_of(step.document) == "infeasible"
    (objection,) = step.document.objections
    assert objection.code == "later_than_wanted"
    assert "2026-05-18" in objection.text
    assert "2026-04-01" in objection.text
    done = confirm(step.document, Confirm(order.order_id), None, POLICY, DAY)
    assert isinstance(done, Step)
    assert done.document.content.promised == date(2026, 5, 18)


def test_an_order_in_time_is_confirmed_by_itself_whatever_the_policy_says_of_late_ones() -> None:
    order = received()
    assert topics(after(order, *reviews(order), policy=ASKED_LATE).events) == ["order.confirmed"]


def test_an_order_that_only_comes_late_is_never_rejected_by_itself() -> None:
    order = received()
    policy = Policy(confirm_late="by_hand", infeasible="automatic")
    assert not after(order, *reviews(order, **LATE), policy=policy).events
    assert topics(after(order, *reviews(order, **LATE, route="no"), policy=policy).events) == ["order.rejected"]


@pytest.mark.parametrize(
    "verdicts",
    [
        {"route": "no", "transit_days": None},
        {"lacks": LACKS, "supply": "no", "impossible": ("P-1",)},
        {"lacks": LACKS, "supply": "conditions", "impossible": ("P-1",), "ready": {"P-2": DAY}, "supplied_on": DAY},
    ],
)
def test_confirming_without_a_date_is_refused_where_none_can_be_computed(verdicts: dict[str, Any]) -> None:
    order = received(5, 5)
    order = after(order, *reviews(order, **verdicts)).document
    assert isinstance(confirm(order, Confirm(order.order_id), None, POLICY, DAY), DateUnknown)
    done = confirm(order, Confirm(order.order_id, LATER), None, POLICY, DAY)
    assert isinstance(done, Step)
    assert done.document.content.promised == LATER


def test_an_order_without_a_date_waits_for_somebody_who_says_one() -> None:
    order = received()
    step = after(order, *reviews(order, transit_days=None))
    assert not step.events
    assert [reason.code for reason in step.document.objections] == ["no_date"]


def test_a_day_that_is_over_is_not_promised() -> None:
    order = received()
    order = after(order, *reviews(order), policy=Policy(confirm="by_hand")).document
    yesterday = Confirm(order.order_id, DAY - timedelta(days=1))
    assert isinstance(confirm(order, yesterday, None, POLICY, DAY), PromisedInThePast)
    assert isinstance(confirm(order, Confirm(order.order_id, DAY), None, POLICY, DAY), Step)


FIGURES = Policy()
"""As they are unless a company says otherwise: a working day to take in, a working day to pack, a week to pay."""


def promised_by(figures: Policy, order: Order, today: date = DAY, **verdicts: Any) -> date | None:
    return after(order, *reviews(order, **verdicts), policy=figures, today=today).document.content.promised


@needs("SAL-8", "SAL-17")
def test_goods_that_wait_for_an_advance_are_promised_from_the_day_on_which_it_is_due() -> None:
    """SAL-8, SAL-17: no goods leave before it is paid, so none can be there before its due date and the transit."""
    assert promised_by(POLICY, received(advance="0.3"), transit_days=10) == date(2026, 3, 23)  # (7 + 10) x 1.18 = 20.06
    assert promised_by(POLICY, received(), transit_days=10) == date(2026, 3, 14)
    longer = POLICY.model_copy(update={"advance_due_days": 30})
    assert promised_by(longer, received(advance="1"), transit_days=10) == date(2026, 4, 19)  # 40 x 1.18 = 47.2


def test_an_advance_that_is_paid_while_the_goods_are_bought_costs_no_time() -> None:
    """SAL-8: the later of the two counts."""
    bought: dict[str, Any] = {"lacks": LACKS, "supplied_on": DAY + timedelta(days=20), "transit_days": 0}
    assert promised_by(POLICY, received(advance="0.3"), **bought) == promised_by(POLICY, received(), **bought)


def test_what_is_promised_leaves_time_to_take_in_and_to_pack() -> None:
    """SAL-8: 2 March is a Monday; what is there is packed until Tuesday, what is bought is taken in before."""
    assert promised_by(FIGURES, received(), transit_days=0) == date(2026, 3, 4)  # 1 x 1.18
    bought: dict[str, Any] = {"lacks": LACKS, "supplied_on": DAY + timedelta(days=1), "transit_days": 0}
    assert promised_by(FIGURES, received(), **bought) == date(2026, 3, 6)  # Tuesday, Wednesday, Thursday: 3 x 1.18


@pytest.mark.parametrize(
    ("today", "there"),
    [
        (date(2026, 3, 6), date(2026, 3, 12)),  # a Friday: packed on Monday, 5 x 1.18 days
        (date(2026, 3, 7), date(2026, 3, 12)),  # a Saturday: the same, 4 x 1.18
        (date(2026, 9, 30), date(2026, 10, 12)),  # before the National Day's week: packed on the 8th, 10 x 1.18
    ],
)
def test_nobody_packs_on_a_weekend_or_a_public_holiday(today: date, there: date) -> None:
    """SAL-8: promised on a day on which it can be there."""
    assert promised_by(FIGURES, received(), today, transit_days=2) == there


@pytest.mark.parametrize("today", [DAY + timedelta(days=days) for days in range(0, 60, 7)])
@pytest.mark.parametrize("share", ["0", "0.3"])
@pytest.mark.parametrize("lead", [0, 1, 5, 40])
def test_goods_that_everybody_handles_in_his_time_are_there_by_the_promised_day(
    today: date, share: str, lead: int
) -> None:
    """SAL-8: the supplier, the customer's bank, the warehouse and the carrier each take what they may."""
    order, transit = received(advance=share), 4
    lacking: dict[str, Any] = {"lacks": LACKS, "supplied_on": DAY + timedelta(days=lead)} if lead else {}
    day = promised_by(FIGURES, order, today, transit_days=transit, **lacking)
    come = today + timedelta(days=max(0, (DAY + timedelta(days=lead) - today).days))
    paid = today + timedelta(days=7 if share != "0" else 0)
    assert day is not None
    assert day >= max(come, paid) + timedelta(days=1 + transit)


def test_a_date_beyond_all_plans_is_none() -> None:
    """SAL-8: somebody says one."""
    assert promised(received(), transit_days=3650) is None
    far: dict[str, Any] = {"lacks": LACKS, "supplied_on": date(2199, 12, 31), "transit_days": 1}
    assert promised(received(), **far) is None
