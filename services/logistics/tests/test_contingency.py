"""LOG-3: what holds transport up is reported, goods under way are told the ways out, and a person decides."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import asyncpg
import pytest

from chassis import clock
from chassis.handling import Answer
from chassis.ids import new_id
from chassis.refusal import Refusal
from contracts.disruptions import TransportDisrupted, TransportSettled, WayOut
from contracts.event import Event
from contracts.logistics import ShipmentBooked, ShipmentDelayed
from contracts.warehouse import GoodsPacked
from services.logistics.carriers import store as carriers
from services.logistics.carriers.rules import unfit_legs
from services.logistics.contingency import handlers, store
from services.logistics.contingency.rules import Decide, Lift, LiftedAlready, NothingHoldsItUp, Report
from services.logistics.contingency.view import DisruptionState
from services.logistics.journey.handlers import follow
from services.logistics.policy import Policy
from services.logistics.rebooking.handlers import carrier_failed
from services.logistics.rebooking.rules import CarrierFailed
from services.logistics.shipment import store as shipments
from services.logistics.shipment.rules.offers import RouteLeg
from services.logistics.shipment.rules.shipment import deliver
from services.logistics.tests.goods import left, now, with_rates
from services.logistics.tests.samples import rate
from services.logistics.tests.test_http import RATE, Office, office
from services.logistics.tests.test_journeys import event
from tests.figures import put as put_figures
from tests.needs import needs

pytestmark = needs("LOG-3")
__all__ = ["office"]


def in_days(days: int) -> date:
    return clock.today() + timedelta(days=days)


STRIKE = Report("port watch", "PW-1", "strike", "DEHAM", None, None, "sea", in_days(0), in_days(20), 9, "chen")


@pytest.fixture
async def trade(db: asyncpg.Connection) -> asyncpg.Connection:
    """By sea in 30 days for 110 dollars, by air in 5 for 310, by rail in 18 for 210."""
    await put_figures(db, Policy, dispatch="automatic")
    await with_rates(db, ("C-1", "sea", 30, "100"), ("C-2", "air", 5, "300"), ("C-3", "rail", 18, "200"))
    return db


async def reported(db: asyncpg.Connection, told: Report) -> DisruptionState:
    (answer,) = await handlers.report(db, [told])
    assert isinstance(answer, Answer)
    assert isinstance(answer.body, DisruptionState)
    return answer.body


async def said(db: asyncpg.Connection) -> list[Event]:
    """By the timer, until all are told."""
    events: list[Event] = []
    while found := await handlers.find_concerned(db, clock.now()):
        events += [one for told in await handlers.tell(db, [body for _, body in found]) for one in told]
    return events


async def decided(db: asyncpg.Connection, goods: GoodsPacked, choice: Any, **named: Any) -> list[Event] | Refusal:
    asked = Decide(goods.shipment_id, choice, "the customer says so", "wang.fang", **named)
    (answer,) = await handlers.decide(db, [asked])
    return list(answer.events) if isinstance(answer, Answer) else answer


async def test_goods_under_way_are_told_what_holds_them_up_and_the_ways_out(trade: asyncpg.Connection) -> None:
    goods, _ = await left(trade, promised=in_days(35))
    disruption = await reported(trade, STRIKE)
    (told,) = await said(trade)
    assert isinstance(told, TransportDisrupted)
    assert (told.shipment_id, told.number, told.where) == (goods.shipment_id, disruption.number, "DEHAM")
    assert told.expected == in_days(39)
    assert told.ways == (
        WayOut(carrier="C-3", mode="rail", on=in_days(18)),
        WayOut(carrier="C-2", mode="air", on=in_days(5)),
    )
    assert await said(trade) == [], "once"


async def test_the_same_report_twice_is_one(trade: asyncpg.Connection) -> None:
    await left(trade)
    first, again = await reported(trade, STRIKE), await reported(trade, replace(STRIKE, reported_by="li"))
    assert (first, first.version) == (again, 1)
    assert len(await said(trade)) == 1


async def test_goods_that_it_does_not_concern_are_told_nothing(trade: asyncpg.Connection) -> None:
    _, gone = await left(trade)
    await follow(trade, [event("e-1", gone.number, kind="departed", place="DEHAM", country="DE")])
    by_air = replace(STRIKE, reference="PW-2", mode="air")
    for told in (
        STRIKE,
        by_air,
        replace(STRIKE, reference="PW-3", place="NLRTM"),
        replace(STRIKE, reference="PW-4", since=in_days(31), until=in_days(40)),
    ):
        await reported(trade, told)
    assert await said(trade) == []


async def test_goods_that_pass_a_place_abroad_are_known_by_their_journey(trade: asyncpg.Connection) -> None:
    _, gone = await left(trade)
    await follow(trade, [event("e-1", gone.number, kind="arrived", place="SGSIN", country="SG")])
    await left(trade)
    await reported(trade, replace(STRIKE, place="SGSIN"))
    assert [type(one) for one in await said(trade)] == [TransportDisrupted]


async def test_goods_that_arrive_before_anybody_decided_say_that_they_were_held_up(trade: asyncpg.Connection) -> None:
    goods, _ = await left(trade)
    for held_up in (False, True):
        loaded, _ = await shipments.load_to_leave(trade, [goods.shipment_id])
        (delivered,) = deliver(loaded[goods.shipment_id], clock.now(), "POD-1").events
        assert delivered.held_up is held_up
        await reported(trade, STRIKE)
        await said(trade)


async def test_goods_wait_and_are_expected_later(trade: asyncpg.Connection) -> None:
    goods, _ = await left(trade)
    await reported(trade, STRIKE)
    await said(trade)
    delayed, settled = await decided(trade, goods, "wait")  # type: ignore[misc]
    assert isinstance(delayed, ShipmentDelayed)
    assert isinstance(settled, TransportSettled)
    assert (delayed.expected, settled.how, settled.version) == (in_days(39), "waits", 4)
    assert isinstance(await decided(trade, goods, "wait"), NothingHoldsItUp)


async def test_what_lasts_longer_is_asked_anew_and_the_days_that_are_waited_count_once(
    trade: asyncpg.Connection,
) -> None:
    goods, _ = await left(trade)
    await reported(trade, STRIKE)
    await said(trade)
    await decided(trade, goods, "wait")
    longer = await reported(trade, replace(STRIKE, until=in_days(30), days=14))
    (told,) = await said(trade)
    assert isinstance(told, TransportDisrupted)
    assert (longer.version, told.expected) == (2, in_days(44))
    (delayed, _) = await decided(trade, goods, "wait")  # type: ignore[misc]
    assert isinstance(delayed, ShipmentDelayed)
    assert delayed.expected == in_days(44)


async def test_another_transport_takes_goods_and_nobody_is_blamed(trade: asyncpg.Connection) -> None:
    goods, _ = await left(trade, promised=in_days(40))
    await reported(trade, STRIKE)
    await said(trade)
    booked, delayed, settled = await decided(trade, goods, "rebook", mode="air")  # type: ignore[misc]
    assert isinstance(booked, ShipmentBooked)
    assert isinstance(delayed, ShipmentDelayed)
    assert isinstance(settled, TransportSettled)
    assert (booked.carrier, booked.expected, settled.how) == ("C-2", in_days(5), "rebooked")
    assert booked.costs_more
    assert booked.costs_more.amount == 200
    assert (await now(trade, goods.shipment_id)).failures == ()
    assert await carriers.failures(trade, "C-1", clock.now() - timedelta(1)) == 0


async def test_what_is_lifted_is_decided_no_more(trade: asyncpg.Connection) -> None:
    goods, _ = await left(trade)
    disruption = await reported(trade, STRIKE)
    await said(trade)
    await handlers.lift(trade, [Lift(disruption.id, "they work again")])
    (settled,) = await said(trade)
    assert isinstance(settled, TransportSettled)
    assert (settled.how, settled.reason) == ("lifted", "they work again")
    assert isinstance(await decided(trade, goods, "wait"), NothingHoldsItUp)
    (refused,) = await handlers.lift(trade, [Lift(disruption.id, "again")])
    assert isinstance(refused, LiftedAlready)


async def test_two_replicas_that_find_the_same_tell_it_once(trade: asyncpg.Connection) -> None:
    await left(trade)
    disruption = await reported(trade, STRIKE)
    assert await told_by_two(trade) == [TransportDisrupted]
    await said(trade)
    await handlers.lift(trade, [Lift(disruption.id, "they work again")])
    assert await told_by_two(trade) == [TransportSettled]


async def told_by_two(db: asyncpg.Connection) -> list[type[Event]]:
    found = [body for _, body in await handlers.find_concerned(db, clock.now())]
    return [type(one) for _ in range(2) for told in await handlers.tell(db, found) for one in told]


async def test_goods_that_another_disruption_holds_up_are_settled_when_that_is_lifted_too(
    trade: asyncpg.Connection,
) -> None:
    goods, _ = await left(trade)
    strike, storm = [await reported(trade, replace(STRIKE, reference=name)) for name in ("PW-1", "PW-2")]
    assert len(await said(trade)) == 2
    await handlers.lift(trade, [Lift(strike.id, "they work again")])
    assert await said(trade) == []
    assert list(await store.to_decide(trade, [goods.shipment_id])) == [goods.shipment_id]
    await handlers.lift(trade, [Lift(storm.id, "calm")])
    assert [getattr(one, "reason", "") for one in await said(trade)] == ["calm"]


async def test_goods_whose_carrier_fails_while_they_are_held_up_are_settled(trade: asyncpg.Connection) -> None:
    goods, _ = await left(trade)
    await reported(trade, STRIKE)
    await said(trade)
    failed = CarrierFailed(goods.shipment_id, "no ship came", "chen")
    (answer,) = await carrier_failed(trade, [failed])
    assert isinstance(answer, Answer)
    *_, settled = answer.events
    assert isinstance(settled, TransportSettled)
    assert (settled.how, settled.reason) == ("rebooked", "no ship came")
    assert await store.to_decide(trade, [goods.shipment_id]) == {}


async def test_goods_that_leave_meanwhile_go_by_a_tariff_that_knows_of_it(trade: asyncpg.Connection) -> None:
    await reported(trade, STRIKE)
    _, late = await left(trade)
    assert (late.carrier, late.expected) == ("C-1", in_days(39))
    assert late.reason.text.endswith("holds it up for 9 days")
    _, timely = await left(trade, promised=in_days(35))
    assert (timely.carrier, timely.expected) == ("C-3", in_days(18))
    assert await said(trade) == []


async def test_who_is_concerned_is_found_by_its_index(trade: asyncpg.Connection) -> None:
    await trade.execute("SET LOCAL enable_seqscan = off")
    plan = await trade.fetch("EXPLAIN " + store.CONCERNED.replace("$1", f"'{new_id()}'"))
    assert "shipment_state" in str(plan)
    assert "Seq Scan" not in "\n".join(row[0] for row in plan)


async def test_a_report_is_refused_with_all_its_faults(office: Office) -> None:
    wrong = {"kind": "storm", "place": "HAMBURG", "since": "2026-02-30", "until": "2020-01-01", "delay_days": 0}
    refused = await office.ask("POST", "/disruptions", wrong)
    fields = {fault["field"] for fault in refused["faults"]}
    assert fields == {"kind", "place", "since", "until", "delay_days", "source"}
    right = {"kind": "strike", "since": str(in_days(0)), "until": str(in_days(3)), "delay_days": 2, "source": "feed"}
    assert (await office.ask("POST", "/disruptions", right))["status"] == 422, "nowhere"


async def test_a_feed_reports_each_thing_once_and_a_clerk_lifts_it(office: Office) -> None:
    lane = {"kind": "weather", "country": "DE", "since": str(in_days(0)), "until": str(in_days(3)), "delay_days": 2}
    items = [lane | {"source": "feed", "idempotency_key": f"feed-000{n}"} for n in range(2)]
    answers = (await office.ask("POST", "/disruptions/batch", {"items": items}))["answers"]
    assert {one["body"]["number"] for one in answers} == {f"DS-{clock.today().year}-000001"}
    number = answers[0]["body"]["number"]
    assert (await office.ask("POST", f"/disruptions/{number}/lift", {"reason": "over"}))["lifted"] == "over"
    assert (await office.ask("GET", "/disruptions"))["items"] == []


async def test_the_ways_out_are_told_to_who_asks_with_what_they_cost_more(office: Office) -> None:
    await office.with_rates()
    await office.ask("PUT", "/carriers/C-2", {"name": "Wings"})
    await office.ask("PUT", "/rates/C-2/air/DE", RATE | {"days": 3, "base": "350"})
    goods = await office.goods()
    await office.ask("POST", f"/shipments/{goods.shipment_id}/dispatch", {"carrier": "C-1", "mode": "road"})
    wait, fly = (await office.ask("GET", f"/shipments/{goods.shipment_id}/ways-out"))["items"]
    assert (wait["carrier"], wait["arrives"], wait["costs_more"]) == ("C-1", str(in_days(9)), None)
    assert (fly["carrier"], fly["arrives"]) == ("C-2", str(in_days(3)))
    assert fly["costs_more"] == {"amount": "300.00", "currency": "USD"}


async def test_goods_go_through_another_port_with_its_cost_and_days(db: asyncpg.Connection) -> None:
    """Both go to Germany by sea: who calls at Hamburg is slowed there, who calls at Rotterdam is not."""
    await put_figures(db, Policy, dispatch="automatic")
    await with_rates(db, ("C-1", "sea", 30, "100"), ("C-2", "sea", 32, "150"), ("C-3", "sea", 33, "160"))
    for carrier, days, base, ports in (
        ("C-1", 30, "100", ("CNNGB", "SGSIN", "DEHAM")),
        ("C-2", 32, "150", ("CNNGB", "NLRTM", "DEDUI")),
        ("C-3", 33, "160", ("CNNGB", "SGSIN", "DEBRV")),
    ):
        legs = tuple(RouteLeg("sea", start, end) for start, end in pairwise(ports))
        await carriers.put_rates(db, [replace(rate(carrier, "sea", days, base), legs=legs)])
    goods, event = await left(db)
    assert event.carrier == "C-1"
    await reported(db, replace(STRIKE, place="SGSIN"))
    (held,) = await said(db)
    assert isinstance(held, TransportDisrupted)
    assert held.expected == in_days(39)
    assert held.ways == (
        WayOut(carrier="C-2", mode="sea", on=in_days(32), through=("CNNGB", "NLRTM", "DEDUI")),
        WayOut(carrier="C-3", mode="sea", on=in_days(42), through=("CNNGB", "SGSIN", "DEBRV")),
    )
    await decided(db, goods, "rebook", carrier="C-2")
    await reported(db, replace(STRIKE, reference="PW-2", place="DEHAM"))
    assert await said(db) == [], "they do not call there"


def test_legs_that_are_no_way_of_a_rate_are_refused_with_all_their_faults() -> None:
    legs = (RouteLeg("sea", "CNNGB", "NLRTM"), RouteLeg("road", "NLAMS", "FRPAR"))
    refused = unfit_legs(replace(rate(), legs=legs))
    assert refused
    assert [fault["field"] for fault in refused.faults] == ["legs.1.start", "legs.1.mode", "legs.1.end"]
    multimodal = (RouteLeg("rail", "CNXIY", "PLMAL"), RouteLeg("road", "PLMAL", "DEHAM"))
    assert unfit_legs(replace(rate(mode="multimodal"), legs=multimodal)) is None
    assert unfit_legs(replace(rate(mode="multimodal"), legs=multimodal[1:]))
