"""A delay is said as soon as it is foreseen, once, and when it has ended (SAL-20, NOT-3)."""

from datetime import date
from typing import Any
from uuid import uuid4

import pytest

from chassis.handling import Step
from chassis.language import catalogue
from contracts.delays import BECAUSE, WAYS, Because, DelayEnded, DelayForecast, Option, Way
from contracts.event import Event
from contracts.order import OrderContent
from contracts.sentences import LANGUAGES
from contracts.texts import saying
from services.sales.changes.rules import Cancel, Change, Wanted, cancel, change
from services.sales.order.rules.delay import look_on, watch
from services.sales.order.rules.document import Order
from services.sales.order.view import state_of
from services.sales.tests.late import (
    carrier_delayed,
    day,
    heard,
    lacking,
    ordered,
    supply_confirmed,
    supply_delayed,
)
from services.sales.tests.story import DAY, POLICY, after, deliver, dispatch, received, reserve, short, topics
from tests.needs import needs

pytestmark = needs("SAL-20", "NOT-3")

PURCHASE, SHIPMENT = uuid4(), uuid4()
PROMISED = day(12)
"""Ten days of transport and the buffer."""


def bought(on: int) -> Order:
    """Four of the order are bought, for this day."""
    order = lacking(4, fastest_days=3)
    return heard(order, supply_confirmed(order, PURCHASE, 4, day(on)))


def told(order: Order, *events: Event, today: date = DAY, policy: Any = POLICY) -> list[Event]:
    """What is said of the delay when the order hears this."""
    said = after(order, *events, today=today, policy=policy).events
    return [event for event in said if isinstance(event, DelayForecast | DelayEnded)]


def late(days: int = 12) -> Order:
    """An order that is late because of its supplier."""
    order = bought(2)
    return heard(order, supply_delayed(order, PURCHASE, 4, day(days)))


def agreed(order: Order, **wanted: Any) -> Order:
    done = change(order, Change(order.order_id, Wanted(**wanted), "agreed"), {"P-1": "pcs"}, lambda content: content)
    assert isinstance(done, Step)
    return done.document


def judged(order: Order, today: date = DAY) -> list[Event]:
    return list(watch(order, today, POLICY).events)


def test_a_supplier_who_is_late_makes_the_order_late_at_once_with_the_date_the_reason_and_the_options() -> None:
    order = bought(2)
    assert order.delay is None
    (said,) = told(order, supply_delayed(order, PURCHASE, 4, day(12)))
    assert isinstance(said, DelayForecast)
    assert (said.delay, said.promised, said.forecast) == (1, PROMISED, day(22))
    assert (said.because, said.item, said.supplier, said.until, said.words) == (
        "supply",
        "P-1",
        "S-1",
        day(12),
        "no motors",
    )
    assert [option.way for option in said.options] == ["other_supplier", "express_carriage", "new_date"]
    assert (said.orders, said.reason) == ((order.order_id,), "supply")


def test_a_delay_within_the_buffer_of_the_promised_date_is_none() -> None:
    order = bought(2)
    assert order.forecast
    assert order.forecast.on == PROMISED
    assert not told(lacking(4), supply_confirmed(order, PURCHASE, 4, day(1)))


def test_a_delay_that_is_tolerated_is_none() -> None:
    order, lenient = bought(2), POLICY.model_copy(update={"delay_tolerance_days": 10})
    assert not told(order, supply_delayed(order, PURCHASE, 4, day(12)), policy=lenient)
    assert told(order, supply_delayed(order, PURCHASE, 4, day(13)), policy=lenient)


def test_the_same_date_is_not_said_again_whatever_is_heard() -> None:
    order = late()
    assert not judged(order)
    assert not told(order, supply_delayed(order, PURCHASE, 4, day(12), version=3), short(order, "P-1", 4, need=1))


def test_another_date_of_the_same_delay_is_said_under_its_number() -> None:
    order = late()
    (said,) = told(order, supply_delayed(order, PURCHASE, 4, day(15), version=3))
    assert isinstance(said, DelayForecast)
    assert (said.delay, said.forecast) == (1, day(25))


def test_an_order_that_comes_back_into_time_is_late_no_more_and_its_next_delay_is_another() -> None:
    order = late()
    in_time = supply_confirmed(order, PURCHASE, 4, day(1), version=3)
    (ended,) = told(order, in_time)
    assert isinstance(ended, DelayEnded)
    assert (ended.delay, ended.how) == (1, "recovered")
    order = heard(order, in_time)
    assert not judged(order)
    (again,) = told(order, supply_delayed(order, PURCHASE, 4, day(12), version=4))
    assert isinstance(again, DelayForecast)
    assert again.delay == 2


def test_goods_that_are_reserved_after_all_end_the_delay() -> None:
    order = late()
    (ended,) = told(order, reserve(order, SHIPMENT, 10, need=2))
    assert isinstance(ended, DelayEnded)


def test_a_new_date_that_the_customer_agreed_to_ends_the_delay_at_once() -> None:
    order = agreed(late(), promised=day(25))
    (ended,) = judged(order)
    assert isinstance(ended, DelayEnded)
    assert (ended.how, ended.promised, ended.order_version) == ("agreed", day(25), 3)


def test_a_new_date_before_the_forecast_leaves_the_order_late() -> None:
    (said,) = judged(agreed(late(), promised=day(20)))
    assert isinstance(said, DelayForecast)
    assert (said.delay, said.promised, said.forecast) == (1, day(20), day(22))


def test_until_the_warehouse_has_answered_a_new_version_what_was_forecast_stands() -> None:
    order = lacking(4, supplied_on=day(20))
    late_because_unbought = heard(order, short(order, "P-1", 4))
    assert late_because_unbought.delay
    order = agreed(late_because_unbought, partial=False)
    assert not judged(order)
    order = watch(order, day(0), POLICY).document
    (ended,) = told(order, reserve(order, SHIPMENT, 10, need=2))
    assert isinstance(ended, DelayEnded)


def test_a_carrier_who_is_late_makes_the_order_late_and_can_be_made_no_faster() -> None:
    order = ordered(fastest_days=3)
    order = heard(order, dispatch(order, SHIPMENT, 10).but(expected=day(11)))
    (said,) = told(order, carrier_delayed(order, SHIPMENT, day(30)))
    assert isinstance(said, DelayForecast)
    assert (said.because, said.words, said.forecast) == ("carriage", "storm", day(30))
    assert said.options == (Option(way="new_date", on=day(30)),)


def test_an_order_that_is_there_is_late_no_more() -> None:
    order = ordered()
    order = heard(order, dispatch(order, SHIPMENT, 10).but(expected=day(30)))
    (ended,) = told(order, deliver(order, SHIPMENT, 10), today=day(30))
    assert isinstance(ended, DelayEnded)
    assert ended.how == "arrived"


def test_nobody_waits_for_a_cancelled_order() -> None:
    order = late()
    done = cancel(order, Cancel(order.order_id, "too late"))
    assert isinstance(done, Step)
    (ended,) = judged(done.document)
    assert isinstance(ended, DelayEnded)
    assert ended.how == "cancelled"


def test_an_order_that_is_not_confirmed_is_not_forecast() -> None:
    order = received(10)
    assert watch(order, day(400), POLICY) == Step(order)


def test_a_silent_supplier_makes_the_order_late_on_the_day_after_which_he_is_too_late() -> None:
    order = bought(2)
    on = look_on(order, day(0), POLICY)
    assert on == day(3)
    assert not judged(order, day(2))
    (said,) = judged(order, on)
    assert isinstance(said, DelayForecast)
    assert (said.because, said.forecast) == ("supply", day(13))
    assert look_on(watch(order, on, POLICY).document, on, POLICY) is None


@pytest.mark.parametrize(("partial", "ways"), [(False, ["ship_in_part", "other_supplier"]), (True, ["other_supplier"])])
def test_what_is_here_may_go_ahead_if_the_customer_takes_parts_only_when_he_is_asked(
    partial: bool, ways: list[str]
) -> None:
    order = bought(2)
    assert isinstance(order.content, OrderContent)
    order = order.but(content=order.content.but(partial=partial))
    (said,) = told(order, supply_delayed(order, PURCHASE, 4, day(12)))
    assert isinstance(said, DelayForecast)
    dates = {option.way: option.on for option in said.options}
    assert list(dates) == [*ways, "express_carriage", "new_date"]
    assert (dates["express_carriage"], dates["new_date"]) == (day(15), day(22))
    assert dates.get("ship_in_part", day(10)) == day(10)


def test_people_see_the_promised_date_the_forecast_the_reason_and_the_options_in_their_language() -> None:
    seen = state_of(late())
    assert seen.promised == PROMISED
    assert seen.forecast
    assert (seen.forecast.on, seen.forecast.late, seen.forecast.because) == (day(22), True, "supply")
    assert seen.forecast.text == "P-1 comes from S-1 on 2026-03-14: no motors"
    with saying(catalogue("zh")):
        told = state_of(late()).forecast
    assert told
    assert told.text == "P-1 由 S-1 于 2026-03-14 到货：no motors"
    assert told.options[-1].text == "与客户商定新交期：2026-03-24"
    assert seen.for_customer().forecast is None
    in_time = state_of(bought(2)).forecast
    assert in_time
    assert (in_time.late, in_time.options) == (False, ())


@pytest.mark.parametrize("because", BECAUSE)
def test_every_reason_is_told_in_the_story_in_both_languages(because: Because) -> None:
    facts = {"because": because, "forecast": day(22), "promised": PROMISED, "item": "P-1", "until": day(12)}
    english, chinese = (DelayForecast.summary.told(facts, lang) for lang in LANGUAGES)
    assert english.startswith("late: there on 2026-03-24, promised for 2026-03-14; ")
    assert chinese.startswith("交期预警：预计 2026-03-24 到货，承诺 2026-03-14；")
    assert english.count("2026") == chinese.count("2026") == 3


@pytest.mark.parametrize("way", WAYS)
def test_every_option_is_told_with_its_day_and_without_one(way: Way) -> None:
    assert str(Option(way=way)) == way
    assert str(Option(way=way, on=day(1))) == f"{way} 2026-03-03"
    assert WAYS[way].told({}, "zh")


def test_the_end_of_a_delay_is_told_by_how_it_ended() -> None:
    told = {how: DelayEnded.summary.told({"how": how, "promised": day(25)}) for how in ("agreed", "recovered")}
    assert told == {
        "agreed": "the customer agreed to 2026-03-27",
        "recovered": "no longer late: it is expected in time",
    }


def test_a_clean_order_says_nothing_of_its_date() -> None:
    order = ordered()
    said = after(
        order, reserve(order, SHIPMENT, 10), dispatch(order, SHIPMENT, 10), deliver(order, SHIPMENT, 10)
    ).events
    assert topics(said) == ["order.released"]
