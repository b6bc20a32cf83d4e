"""LOG-2: who may carry, how reliable he is by our own shipments, and who takes over when he fails."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import asyncpg
import pytest

from chassis import clock
from chassis.handling import Answer
from contracts.logistics import RouteReviewed, ShipmentBooked, ShipmentDelayed
from services.logistics.carriers import handlers, store
from services.logistics.dispatch.handlers import dispatch, find_rated, send
from services.logistics.dispatch.rules import CarrierIsBarred, Dispatch
from services.logistics.policy import Policy
from services.logistics.rebooking.handlers import carrier_failed
from services.logistics.rebooking.rules import CarrierFailed, NoOtherCarrier, NotWithACarrier
from services.logistics.review.handlers import keep_weights, review_route
from services.logistics.shipment.store import tariff_to
from services.logistics.tests.goods import arrived, left, now, with_rates
from services.logistics.tests.samples import carriers, item, received
from services.logistics.tests.test_http import Office, in_days, office
from services.logistics.tests.test_shipments import waiting
from tests.figures import put as put_figures
from tests.needs import needs

pytestmark = needs("LOG-2")
__all__ = ["office"]
CHEAP, DEAR = ("C-1", "sea", 30, "100"), ("C-2", "sea", 30, "300")


@pytest.fixture
async def two(db: asyncpg.Connection) -> asyncpg.Connection:
    await with_rates(db, CHEAP, DEAR)
    return db


def ago(days: int) -> date:
    return clock.today() - timedelta(days=days)


def late_by(*late_days: int) -> list[tuple[date, date, date]]:
    """Goods that left 60 days ago and were due 30 days later."""
    return [(ago(60), ago(30), ago(30) + timedelta(days=late)) for late in late_days]


async def test_a_carrier_whose_review_has_lapsed_is_passed_over_and_the_reason_says_so(two: asyncpg.Connection) -> None:
    (known,) = carriers("C-1")
    await handlers.put_carriers(two, [replace(known, nda_review=ago(1), security_review=ago(-90))])
    _, event = await left(two)
    assert event.carrier == "C-2"
    assert event.reason.text.endswith(f"; the review of C-1 was due on {ago(1)}")


async def lapse(db: asyncpg.Connection, *which: str) -> None:
    await handlers.put_carriers(db, [replace(one, security_review=ago(1)) for one in carriers(*which)])


@needs("LOG-1")
async def test_where_the_company_only_warns_a_lapsed_carrier_goes_and_the_reason_says_so(
    two: asyncpg.Connection,
) -> None:
    await put_figures(two, Policy, lapsed_review="warn")
    await lapse(two, "C-1")
    goods, event = await left(two)
    assert (event.carrier, event.reason.told["lapsed"]) == ("C-1", "C-1")
    assert event.reason.text.endswith(f"; the review of C-1 was due on {ago(1)}")
    assert (await now(two, goods.shipment_id)).expected == clock.today() + timedelta(days=30)
    (known,) = carriers("C-1")
    await handlers.put_carriers(two, [replace(known, active=False)])
    assert (await left(two))[1].carrier == "C-2", "who is suspended takes no goods whatever the figure says"


@needs("LOG-1")
async def test_a_lapsed_carrier_that_does_not_go_is_not_spoken_of_where_the_company_warns(
    two: asyncpg.Connection,
) -> None:
    await put_figures(two, Policy, lapsed_review="warn")
    await lapse(two, "C-2")
    _, event = await left(two)
    assert (event.carrier, "review" in event.reason.text) == ("C-1", False)


@needs("LOG-1")
async def test_goods_that_only_a_lapsed_carrier_could_take_wait_until_the_company_warns(
    two: asyncpg.Connection,
) -> None:
    await lapse(two, "C-1", "C-2")
    goods = await waiting(two)
    assert await find_rated(two, clock.now()) == []
    await put_figures(two, Policy, lapsed_review="warn")
    assert await find_rated(two, clock.now()) == [(str(goods.order_id), goods.shipment_id)]
    ((event,),) = await send(two, [goods.shipment_id])
    assert "the review of C-1 was due on" in event.reason.text


@needs("LOG-1", "SAL-5")
async def test_an_orders_review_tells_that_its_carriers_review_lapsed(two: asyncpg.Connection) -> None:
    await lapse(two, "C-1", "C-2")
    await keep_weights(two, [item()])
    (barred,) = await review_route(two, [received()])
    await put_figures(two, Policy, lapsed_review="warn")
    (warned,) = await review_route(two, [received()])
    assert isinstance(barred, RouteReviewed)
    assert isinstance(warned, RouteReviewed)
    assert (barred.verdict, warned.mode) == ("no", "sea")
    assert barred.reasons[0].text == f"no carrier has a rate to DE but C-1, whose review was due on {ago(1)}"
    assert f"; the review of C-1 was due on {ago(1)}" in warned.reasons[0].text


async def test_a_review_that_is_due_today_is_no_bar_yet(two: asyncpg.Connection) -> None:
    (known,) = carriers("C-1")
    await handlers.put_carriers(two, [replace(known, nda_review=clock.today())])
    _, event = await left(two)
    assert (event.carrier, "review" in event.reason.text) == ("C-1", False)


async def test_a_suspended_carrier_is_passed_over_and_the_reason_says_so(two: asyncpg.Connection) -> None:
    (known,) = carriers("C-1")
    await handlers.put_carriers(two, [replace(known, active=False)])
    _, event = await left(two)
    assert event.carrier == "C-2"
    assert event.reason.text.endswith("; C-1 is suspended")


async def test_a_suspended_carrier_that_would_not_have_gone_is_not_spoken_of(two: asyncpg.Connection) -> None:
    (known,) = carriers("C-2")
    await handlers.put_carriers(two, [replace(known, active=False)])
    _, event = await left(two)
    assert (event.carrier, "suspended" in event.reason.text) == ("C-1", False)


async def test_a_clerk_cannot_send_goods_with_a_carrier_that_takes_none(two: asyncpg.Connection) -> None:
    await put_figures(two, Policy, dispatch="by_hand")
    (known,) = carriers("C-1")
    await handlers.put_carriers(two, [replace(known, security_review=ago(3))])
    goods = await waiting(two)
    (refusal,) = await dispatch(two, [Dispatch(goods.shipment_id, "C-1", "sea")])
    assert isinstance(refusal, CarrierIsBarred)
    assert str(refusal) == f"This carrier takes no goods: the review of C-1 was due on {ago(3)}."


async def test_a_carrier_that_is_late_too_often_goes_only_when_no_other_is_in_time(two: asyncpg.Connection) -> None:
    await put_figures(two, Policy, measured_from=4)
    await arrived(two, ("C-1", "sea"), late_by(0, 5, 6, 9))
    _, event = await left(two)
    assert event.carrier == "C-2"
    assert event.reason.text.endswith("; C-1 is on time too seldom")
    (known,) = carriers("C-2")
    await handlers.put_carriers(two, [replace(known, active=False)])
    _, event = await left(two)
    assert event.carrier == "C-1"


async def test_few_deliveries_tell_nothing_yet(two: asyncpg.Connection) -> None:
    await put_figures(two, Policy, measured_from=5)
    await arrived(two, ("C-1", "sea"), late_by(5, 5, 6, 9))
    _, event = await left(two)
    assert event.carrier == "C-1"
    option = (await tariff_to(two, ["DE"])).options("DE", Decimal(10))[0]
    assert (option.reliability, option.measured_on) == (Decimal("0.9"), 0)


async def test_only_the_last_deliveries_tell_how_reliable_a_lane_is(two: asyncpg.Connection) -> None:
    await arrived(two, ("C-1", "sea"), [*[(ago(300), ago(270), ago(250))] * 10, *late_by(*[0] * 50)])
    option = (await tariff_to(two, ["DE"])).options("DE", Decimal(10))[0]
    assert (option.rate.carrier, option.reliability, option.measured_on) == ("C-1", Decimal(1), 50)


async def test_performance_is_told_by_mode_and_country_beside_what_is_promised(two: asyncpg.Connection) -> None:
    (known,) = carriers("C-1")
    await handlers.put_carriers(two, [replace(known, on_time=Decimal("0.95"))])
    await arrived(two, ("C-1", "sea"), late_by(-2, 0, 4, 8))
    await arrived(two, ("C-1", "air"), [(ago(9), ago(6), ago(6))])
    air, sea = await store.performance(two, "C-1", clock.now() - timedelta(days=40))
    assert (sea.mode, sea.country, sea.shipments, sea.on_time, sea.late_days) == (
        "sea",
        "DE",
        4,
        Decimal("0.5"),
        Decimal(3),
    )
    assert (sea.transit_days, sea.promised_days, sea.promised_on_time) == (Decimal("32.5"), 30, Decimal("0.95"))
    assert (air.shipments, air.on_time, air.promised_days) == (1, Decimal(1), None)
    assert await store.performance(two, "C-1", clock.now()) == []


async def test_a_delay_that_is_told_makes_nobody_punctual(two: asyncpg.Connection) -> None:
    """What counts is the arrival told when the goods left."""
    goods, event = await left(two)
    assert (await now(two, goods.shipment_id)).due == event.expected


async def test_when_a_carrier_fails_the_next_one_takes_the_goods_at_its_price_and_day(two: asyncpg.Connection) -> None:
    await with_rates(two, ("C-3", "air", 3, "900"))
    promised = clock.today() + timedelta(days=12)
    goods, event = await left(two, promised=promised)
    assert event.carrier == "C-3", "the only one in time"
    (answer,) = await carrier_failed(two, [CarrierFailed(goods.shipment_id, "no lorry came", "chen")])
    assert isinstance(answer, Answer)
    booked, delayed = answer.events
    assert isinstance(booked, ShipmentBooked)
    assert isinstance(delayed, ShipmentDelayed)
    assert (booked.carrier, booked.instead_of, booked.tracking, booked.days_later) == ("C-1", "C-3", "", 27)
    assert booked.costs_more is not None
    assert (booked.costs_more.amount, booked.version, delayed.version) == (Decimal("-800.00"), 2, 3)
    assert (delayed.expected, delayed.reason) == (clock.today() + timedelta(days=30), "no lorry came")
    after = await now(two, goods.shipment_id)
    assert (after.carrier, after.due, after.tracking) == ("C-1", delayed.expected, "")
    assert [(one.carrier, one.by, one.reason) for one in after.failures] == [("C-3", "chen", "no lorry came")]
    assert await store.failures(two, "C-3", clock.now() - timedelta(days=1)) == 1


async def test_the_same_day_with_another_carrier_is_no_delay(two: asyncpg.Connection) -> None:
    goods, _ = await left(two)
    (answer,) = await carrier_failed(two, [CarrierFailed(goods.shipment_id, "declined", "chen")])
    assert isinstance(answer, Answer)
    (booked,) = answer.events
    assert isinstance(booked, ShipmentBooked)
    assert (booked.carrier, booked.days_later) == ("C-2", 0)


async def test_whoever_failed_does_not_get_the_goods_again(two: asyncpg.Connection) -> None:
    goods, _ = await left(two)
    again = [CarrierFailed(goods.shipment_id, "declined", "chen")]
    await carrier_failed(two, again)
    (refusal,) = await carrier_failed(two, again)
    assert isinstance(refusal, NoOtherCarrier)
    assert "C-1, C-2 failed" in str(refusal)


async def test_goods_that_wait_have_no_carrier_that_could_fail(two: asyncpg.Connection) -> None:
    await put_figures(two, Policy, dispatch="by_hand")
    goods = await waiting(two)
    (refusal,) = await carrier_failed(two, [CarrierFailed(goods.shipment_id, "declined", "chen")])
    assert isinstance(refusal, NotWithACarrier)


async def test_reviews_that_are_due_soon_are_listed_the_first_first(two: asyncpg.Connection) -> None:
    await handlers.put_carriers(two, carriers("C-3", "C-4"))
    known = {one.carrier: one for one in await store.all_carriers(two)}
    lapsed, soon = replace(known["C-2"], nda_review=ago(1)), replace(known["C-1"], security_review=ago(-20))
    later, out = replace(known["C-3"], nda_review=ago(-40)), replace(known["C-4"], active=False, nda_review=ago(1))
    await handlers.put_carriers(two, [soon, lapsed, later, out])
    assert [one.carrier for one in await store.to_review(two, ago(-30))] == ["C-2", "C-1"]
    assert [one.carrier for one in await store.to_review(two, ago(-40))] == ["C-2", "C-1", "C-3"]


async def test_a_review_that_is_due_soon_waits_for_a_clerk_until_its_day_is_put_anew(office: Office) -> None:
    named = {"name": "Sea and Sons"}
    await office.ask("PUT", "/carriers/C-1", named | {"nda_review": in_days(20)})
    await office.ask("PUT", "/carriers/C-2", {"name": "Air"})
    (waits,) = [one for one in (await office.ask("GET", "/actions"))["subjects"] if one["kind"] == "carrier"]
    assert (waits["name"], [one["command"] for one in waits["commands"]]) == ("Sea and Sons", ["put_carrier"])
    assert waits["commands"][0]["draft"]["nda_review"] == in_days(20)
    assert [one["carrier"] for one in (await office.ask("GET", "/carriers/reviews"))["items"]] == ["C-1"]
    assert (await office.ask("GET", "/carriers/reviews?days=19"))["items"] == []
    await office.ask("PUT", "/carriers/C-1", named | {"nda_review": in_days(90)})
    assert not [one for one in (await office.ask("GET", "/actions"))["subjects"] if one["kind"] == "carrier"]
