"""When an order will be there, as far as is known (SAL-20, NOT-3)."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.purchasing import PurchaseCancelled, PurchaseChanged, PurchaseOrdered
from contracts.supply import Lack
from services.sales.forecast.rules import supplied
from services.sales.order.rules.delay import last_day, look_on
from services.sales.order.rules.document import Order
from services.sales.order.rules.facts import Forecast
from services.sales.order.rules.forecast import forecast
from services.sales.policy import Policy
from services.sales.tests.late import (
    carrier_delayed,
    day,
    heard,
    lacking,
    ordered,
    supplies,
    supply_confirmed,
    supply_delayed,
)
from services.sales.tests.story import (
    DAY,
    POLICY,
    after,
    ask_advance,
    deliver,
    dispatch,
    money,
    pay,
    received,
    reserve,
    reviews,
    short,
)
from tests.needs import needs

pytestmark = needs("SAL-20", "NOT-3")

FIGURES = Policy()
FIRST, SECOND = uuid4(), uuid4()
SHORT: dict[str, Any] = {"lacks": (Lack(item="P-1", quantity=Decimal(4)),), "supplied_on": DAY + timedelta(days=20)}


def seen(order: Order, today: date = DAY, policy: Policy = POLICY) -> Forecast:
    found = forecast(order, today, policy)
    assert found is not None
    return found


def test_on_the_day_of_its_confirmation_an_order_is_there_in_the_lead_time_without_its_buffer() -> None:
    order = ordered()
    assert (seen(order).on, seen(order).because) == (day(10), "packing")
    assert order.content.promised == day(12)
    bought = ordered(**SHORT)
    assert (seen(bought).on, seen(bought).because, seen(bought).item) == (day(30), "procurement", "P-1")


def test_what_is_there_is_packed_on_a_working_day_and_carried() -> None:
    friday = date(2026, 3, 6)
    found = seen(ordered(policy=FIGURES), friday, FIGURES)
    assert (found.because, found.until, found.on) == ("packing", date(2026, 3, 9), date(2026, 3, 19))


def test_what_lacks_comes_when_its_supplier_says_and_is_taken_in() -> None:
    order = lacking(4)
    order = heard(order, supply_confirmed(order, FIRST, 4, day(12)))
    found = seen(order)
    assert (found.on, found.because, found.item, found.supplier) == (day(22), "supply", "P-1", "S-1")
    taken_in = POLICY.model_copy(update={"receiving_days": 1})
    assert seen(order, policy=taken_in).on == day(24)  # the 14th of March is a Saturday: taken in on Monday


def test_a_supplier_who_is_late_is_named_with_his_own_words() -> None:
    order = lacking(4)
    order = heard(order, supply_confirmed(order, FIRST, 4, day(12)), supply_delayed(order, FIRST, 4, day(22)))
    assert (seen(order).on, seen(order).until, seen(order).words) == (day(32), day(22), "no motors")
    order = heard(order, supply_confirmed(order, FIRST, 4, day(15), version=3))
    assert (seen(order).on, seen(order).words) == (day(25), "")


def test_of_several_purchases_the_one_counts_with_which_there_is_enough() -> None:
    order = lacking(4)
    order = heard(order, supply_confirmed(order, FIRST, 3, day(5)), supply_confirmed(order, SECOND, 1, day(9)))
    assert seen(order).on == day(19)
    more = heard(lacking(3), supply_confirmed(order, FIRST, 3, day(5)).but(orders=()))
    assert seen(more).because == "procurement"


def test_what_no_purchase_brings_is_ordered_today_at_the_earliest() -> None:
    order = lacking(4, **SHORT)
    order = heard(order, supply_confirmed(order, FIRST, 3, day(5)))
    assert (seen(order).because, seen(order).on) == ("procurement", day(30))
    assert seen(order, day(7)).on == day(37)


def test_until_a_supplier_promises_a_date_his_lead_time_counts() -> None:
    order = lacking(4, **SHORT)
    told = supplies(order, FIRST, 4)
    sent = PurchaseOrdered(**told, number="PO-1", quantity=Decimal(4), unit_price=money(1), expected_on=day(25))
    assert seen(heard(order, sent)).on == day(35)
    of_before = heard(order, sent.but(expected_on=None))
    assert (seen(of_before).because, seen(of_before).on) == ("supply", day(30))


def test_a_purchase_that_goes_to_other_orders_counts_no_more() -> None:
    order = lacking(4, **SHORT)
    order = heard(order, supply_confirmed(order, FIRST, 4, day(5)))
    gone = PurchaseChanged(**supplies(order, FIRST, 0, version=2), outstanding=Decimal(4), expected_on=day(5))
    order = heard(order, gone)
    assert seen(order).because == "procurement"
    again = heard(order, supply_confirmed(order, FIRST, 4, day(5), version=1))
    assert again.supplies == order.supplies


def test_an_order_learns_the_date_of_a_purchase_that_was_confirmed_for_others() -> None:
    order = lacking(4, **SHORT)
    told = supplies(order, FIRST, 4, version=3)
    order = heard(order, PurchaseChanged(**told, outstanding=Decimal(4), expected_on=day(6)))
    assert (seen(order).because, seen(order).on) == ("supply", day(16))


def test_a_purchase_that_is_given_up_in_part_keeps_its_date() -> None:
    order = lacking(2)
    order = heard(order, supply_confirmed(order, FIRST, 4, day(5)))
    rest: dict[str, Any] = {
        "quantity": Decimal(2),
        "was_ordered": True,
        "outstanding": Decimal(2),
        "reason": "not needed",
    }
    order = supplied(order, PurchaseCancelled(**supplies(order, FIRST, 2, version=2), **rest))
    assert (seen(order).on, seen(order).words) == (day(15), "")


def test_what_answers_an_older_need_has_come_or_goes_to_others() -> None:
    order = lacking(14)
    order = heard(order, supply_confirmed(order, FIRST, 10, day(3)), supply_confirmed(order, SECOND, 4, day(20)))
    order = heard(order, short(order, "P-1", 4, need=2), supply_confirmed(order, SECOND, 4, day(20), 2, need=2))
    assert seen(order).on == day(30)


def test_nothing_that_has_not_happened_is_earlier_than_today() -> None:
    order = lacking(4)
    order = heard(order, supply_confirmed(order, FIRST, 4, day(12)))
    assert (seen(order, day(40)).on, seen(order, day(40)).until) == (day(50), day(12))
    gone = ordered()
    gone = heard(gone, dispatch(gone, FIRST, 10))
    assert seen(gone, day(40)).on == day(40)


def test_goods_leave_when_the_advance_is_paid() -> None:
    order = ordered(advance="0.3")
    assert (seen(order).because, seen(order).on) == ("advance", day(17))
    order = heard(order, ask_advance(order).but(due=day(9)))
    assert (seen(order).until, seen(order).on) == (day(9), day(19))
    order = heard(order, pay(order, None, version=2, advance=True))
    assert seen(order).because == "packing"


def test_what_is_under_way_is_there_when_its_carrier_says() -> None:
    order = ordered()
    order = heard(order, dispatch(order, FIRST, 10).but(expected=day(11)))
    assert (seen(order).because, seen(order).on) == ("carriage", day(11))
    order = heard(order, carrier_delayed(order, FIRST, day(21)))
    assert (seen(order).on, seen(order).words) == (day(21), "storm")


def test_a_delay_that_is_heard_before_the_dispatch_or_after_a_newer_one_changes_nothing_of_it() -> None:
    order = ordered()
    late, later = carrier_delayed(order, FIRST, day(21)), carrier_delayed(order, FIRST, day(25), version=3)
    left = dispatch(order, FIRST, 10).but(expected=day(11))
    assert seen(heard(order, late, left)).on == day(21)
    assert seen(heard(order, left, later, late)).on == day(25)


def test_the_last_part_decides() -> None:
    order = ordered()
    order = heard(order, reserve(order, FIRST, 6), short(order, "P-1", 4), dispatch(order, FIRST, 6))
    order = heard(order, supply_confirmed(order, SECOND, 4, day(30)))
    assert (seen(order).because, seen(order).on) == ("supply", day(40))
    order = heard(order, carrier_delayed(order, FIRST, day(50)))
    assert (seen(order).because, seen(order).on) == ("carriage", day(50))


def test_of_what_is_there_nothing_is_forecast() -> None:
    order = ordered()
    order = heard(order, dispatch(order, FIRST, 10), deliver(order, FIRST, 10))
    assert forecast(order, day(1), POLICY) is None


def test_until_the_warehouse_has_answered_the_reviews_count_and_what_is_bought_already() -> None:
    order = ordered(**SHORT)
    assert seen(order).because == "procurement"
    order = heard(order, supply_confirmed(order, FIRST, 4, day(12)))
    assert (seen(order).because, seen(order).on) == ("supply", day(22))


def test_what_nobody_knows_takes_no_time() -> None:
    order = lacking(4).but(reviews={})
    assert seen(order).on == DAY


def test_no_forecast_is_beyond_what_a_date_may_be() -> None:
    order = lacking(4)
    order = heard(order, supply_confirmed(order, FIRST, 4, date(2199, 12, 30)))
    assert seen(order).on == date(2199, 12, 31)


DAYS = st.integers(-30, 400)
LACKS = st.integers(1, 12)
PARTS = st.lists(st.tuples(st.integers(1, 4), DAYS), min_size=1, max_size=4)


def supplied_in(parts: list[tuple[int, int]], lacks: int) -> Order:
    order = lacking(lacks, **SHORT)
    told = [supply_confirmed(order, UUID(int=n), part, day(on)) for n, (part, on) in enumerate(parts, start=1)]
    return heard(order, *told, policy=FIGURES)


@given(parts=PARTS, lacks=LACKS, later=st.integers(0, 90), which=st.integers(0, 3), today=st.integers(0, 90))
def test_a_later_supplier_never_makes_an_earlier_forecast(
    parts: list[tuple[int, int]], lacks: int, later: int, which: int, today: int
) -> None:
    place = which % len(parts)
    slower = [(part, on + later if n == place else on) for n, (part, on) in enumerate(parts)]
    before, now = (seen(supplied_in(each, lacks), day(today), FIGURES) for each in (parts, slower))
    assert before.on <= now.on


@given(parts=PARTS, lacks=LACKS, today=st.integers(0, 90), waited=st.integers(0, 30))
def test_waiting_never_makes_an_earlier_forecast_and_none_is_before_today(
    parts: list[tuple[int, int]], lacks: int, today: int, waited: int
) -> None:
    order = supplied_in(parts, lacks)
    now, then = seen(order, day(today), FIGURES), seen(order, day(today + waited), FIGURES)
    assert day(today) <= now.on <= then.on
    assert day(today + waited) <= then.on


@given(parts=PARTS, lacks=LACKS, more=st.integers(0, 5))
def test_to_lack_more_never_makes_an_earlier_forecast(parts: list[tuple[int, int]], lacks: int, more: int) -> None:
    assert seen(supplied_in(parts, lacks)).on <= seen(supplied_in(parts, lacks + more)).on


@given(transit=st.integers(0, 60), handling=st.integers(0, 5), tolerance=st.integers(0, 10), confirmed_on=DAYS)
def test_the_order_is_looked_at_on_the_first_day_on_which_waiting_alone_makes_it_late(
    transit: int, handling: int, tolerance: int, confirmed_on: int
) -> None:
    """SAL-20: without anything that is heard."""
    figures = Policy(handling_days=handling, delay_tolerance_days=tolerance)
    order, today = received(10), day(confirmed_on)
    order = after(order, *reviews(order, transit_days=transit), policy=figures, today=today).document
    assert order.content.promised
    last, on = last_day(order.content.promised, figures), look_on(order, today, figures)
    assert on is not None
    assert on > today
    assert seen(order, on, figures).on > last
    assert seen(order, on - timedelta(days=1), figures).on <= last


@given(parts=PARTS, lacks=LACKS)
def test_what_lacks_is_looked_at_on_the_day_after_which_it_can_no_longer_come_in_time(
    parts: list[tuple[int, int]], lacks: int
) -> None:
    order = supplied_in(parts, lacks)
    assert order.content.promised
    on = look_on(order, DAY, FIGURES)
    if order.delay and not order.delay.ended:
        assert on is None
    else:
        assert on is not None
        assert seen(order, on - timedelta(days=1), FIGURES).on <= order.content.promised < seen(order, on, FIGURES).on


@pytest.mark.parametrize("number", [0, 11])
def test_what_is_under_way_is_looked_at_when_its_promised_date_is_over(number: int) -> None:
    order = ordered()
    order = heard(order, dispatch(order, FIRST, 10).but(expected=day(11)))
    assert look_on(order, day(number), POLICY) == (day(3) if number == 0 else day(13))
