"""LOG-5: what carriers tell of goods under way, each thing once and in its order; and what their silence means."""

from datetime import date, timedelta
from typing import Any

import asyncpg
import pytest

from chassis import clock
from chassis.handling import Answer
from chassis.refusal import NotFound, Refusal
from contracts.event import Event
from contracts.logistics import ShipmentBooked, ShipmentDelayed, ShipmentDelivered
from contracts.texts import Expected
from services.logistics.journey import store
from services.logistics.journey.handlers import fear, find_silent, follow
from services.logistics.journey.rules.event import (
    CarrierEvent,
    HasNotHappened,
    Kind,
    NoProof,
    NumberedOtherwise,
    SeveralShipments,
)
from services.logistics.policy import Policy
from services.logistics.shipment.rules import numbers
from services.logistics.tests.goods import arrived, left, now, with_rates
from services.logistics.tracking.rules import ShipmentOfAnotherCarrier
from tests.figures import put as put_figures
from tests.needs import needs

pytestmark = needs("LOG-5")


@pytest.fixture
async def rated(db: asyncpg.Connection) -> asyncpg.Connection:
    await with_rates(db, ("C-1", "sea", 30, "100"))
    return db


def event(
    id_: str, called: str, *, kind: Kind = "position", hours_ago: int = 0, carrier: str | None = "C-1", **told: object
) -> CarrierEvent:
    at = clock.now() - timedelta(hours=hours_ago)
    return CarrierEvent(id_, called, kind, at, carrier, **told)  # type: ignore[arg-type]


def in_days(days: int) -> date:
    return clock.today() + timedelta(days=days)


async def told(db: asyncpg.Connection, *events: CarrierEvent) -> list[list[Event] | Refusal]:
    answers = await follow(db, events)
    return [list(one.events) if isinstance(one, Answer) else one for one in answers]


async def test_goods_that_leave_by_rule_have_no_number_until_the_carrier_tells_it(rated: asyncpg.Connection) -> None:
    goods, left_ = await left(rated)
    assert left_.tracking == ""
    ((booked,),) = await told(rated, event("e-1", left_.number, kind="picked_up", tracking="MAEU7731"))  # type: ignore[misc]
    assert isinstance(booked, ShipmentBooked)
    assert (booked.tracking, booked.carrier, booked.version) == ("MAEU7731", "C-1", 2)
    assert (await now(rated, goods.shipment_id)).tracking == "MAEU7731"
    assert await told(rated, event("e-2", "MAEU7731", tracking="MAEU7731")) == [[]], "it is known by it from now on"


async def test_a_number_that_is_known_is_not_written_over(rated: asyncpg.Connection) -> None:
    _, left_ = await left(rated)
    (_, refusal) = await told(
        rated, event("e-1", left_.number, tracking="MAEU7731"), event("e-2", left_.number, tracking="MAEU9999")
    )
    assert isinstance(refusal, NumberedOtherwise)


async def test_an_event_that_comes_twice_is_taken_once(rated: asyncpg.Connection) -> None:
    goods, left_ = await left(rated)
    late = event("e-1", left_.number, expected=in_days(40), reason="storm")
    first, again = await told(rated, late, late)
    assert isinstance(first, list)
    assert isinstance(first[0], ShipmentDelayed)
    assert (first[0].expected, first[0].reason, again) == (in_days(40), "storm", [])
    assert await told(rated, late) == [[]]
    assert len(await store.journey(rated, goods.shipment_id)) == 1


async def test_an_older_event_that_comes_later_moves_nothing_and_is_kept(rated: asyncpg.Connection) -> None:
    goods, left_ = await left(rated)
    newer = event("e-2", left_.number, expected=in_days(35))
    older = event("e-1", left_.number, hours_ago=48, expected=in_days(50), place="Ningbo")
    moved, nothing = await told(rated, newer, older)
    assert isinstance(moved, list)
    assert (len(moved), nothing) == (1, [])
    assert (await now(rated, goods.shipment_id)).expected == in_days(35)
    assert [one.place for one in await store.journey(rated, goods.shipment_id)] == ["Ningbo", ""]


async def test_a_clerk_tells_no_delivery_without_its_proof(rated: asyncpg.Connection) -> None:
    _, left_ = await left(rated)
    (refused,) = await told(rated, event("", left_.number, kind="delivered", carrier=None))
    assert isinstance(refused, NoProof)


async def test_a_delivery_that_a_carrier_tells_is_a_delivery(rated: asyncpg.Connection) -> None:
    _, left_ = await left(rated)
    ((delivered,),) = await told(rated, event("e-1", left_.number, kind="delivered", proof="POD-1"))  # type: ignore[misc]
    assert isinstance(delivered, ShipmentDelivered)
    assert delivered.proof == "POD-1"
    assert await told(rated, event("e-2", left_.number, kind="position", expected=in_days(3))) == [[]], "it is there"


async def test_what_cannot_be_is_refused_by_itself(rated: asyncpg.Connection) -> None:
    goods, left_ = await left(rated)
    unknown, other, ahead, good = await told(
        rated,
        event("e-1", "SH-1999-000001"),
        event("e-2", left_.number, carrier="C-9"),
        event("e-3", left_.number, hours_ago=-2),
        event("e-4", left_.number, place="Hamburg"),
    )
    assert isinstance(unknown, NotFound)
    assert isinstance(other, ShipmentOfAnotherCarrier)
    assert isinstance(ahead, HasNotHappened)
    assert good == []
    assert [one.place for one in await store.journey(rated, goods.shipment_id)] == ["Hamburg"]


async def test_a_number_of_several_shipments_names_none(rated: asyncpg.Connection) -> None:
    for id_ in ("e-1", "e-2"):
        _, left_ = await left(rated)
        await told(rated, event(id_, left_.number, tracking="ONE-FOR-TWO"))
    (refusal,) = await told(rated, event("e-3", "ONE-FOR-TWO"))
    assert isinstance(refusal, SeveralShipments)


async def test_a_clerk_tells_news_of_whoever_carries(rated: asyncpg.Connection) -> None:
    goods, _ = await left(rated)
    ((booked,),) = await told(rated, event("", str(goods.shipment_id), carrier=None, tracking="T-1"))  # type: ignore[misc]
    assert isinstance(booked, ShipmentBooked)
    assert booked.tracking == "T-1"


async def silent_since(db: asyncpg.Connection, days: int) -> None:
    """One shipment that left so many days ago, and others like it: due after 30 days, there after 30 and 40."""
    take = [(in_days(-90), in_days(-60), in_days(-90 + days)) for days in (30, 30, 30, 40, 40)]
    await arrived(db, ("C-1", "sea"), take)
    left_on = in_days(-days)
    await db.execute(
        "UPDATE shipment SET dispatched_on = $1, expected = $2, due = $2 WHERE state = 'dispatched'",
        left_on,
        left_on + timedelta(days=30),
    )


async def test_a_silent_shipment_is_late_before_its_day_by_those_that_took_as_long(
    rated: asyncpg.Connection,
) -> None:
    await put_figures(rated, Policy, usual_from=2, usual_share="0.75")
    await silent_since(rated, 20)
    ((_, silent),) = await find_silent(rated, clock.now())
    ((late,),) = await fear(rated, [silent])
    assert (late.expected, late.expected > clock.today()) == (in_days(20), True)
    assert late.reason == "no word of C-1; so it was with 5 that took as long"


async def test_it_is_looked_once_a_day_at_what_is_silent(rated: asyncpg.Connection) -> None:
    await put_figures(rated, Policy, usual_from=2, usual_share="0.75")
    await silent_since(rated, 20)
    await fear(rated, [silent for _, silent in await find_silent(rated, clock.now())])
    ((_, day),) = await find_silent(rated, clock.now())
    assert day == clock.today()
    await fear(rated, [day])
    assert await find_silent(rated, clock.now()) == []


async def test_who_was_heard_of_is_not_feared_for(rated: asyncpg.Connection) -> None:
    await put_figures(rated, Policy, usual_from=2, usual_share="0.75")
    await silent_since(rated, 20)
    ((_, silent),) = await find_silent(rated, clock.now())
    (number,) = [row["number"] for row in await rated.fetch("SELECT number FROM shipment WHERE state = 'dispatched'")]
    await told(rated, event("e-1", number, place="Suez"))
    assert await fear(rated, [silent]) == [()]
    assert [day for _, day in await find_silent(rated, clock.now())] == [clock.today()]


async def test_few_that_took_as_long_tell_nothing(rated: asyncpg.Connection) -> None:
    await put_figures(rated, Policy, usual_from=6, usual_share="0.75")
    await silent_since(rated, 20)
    assert [day for _, day in await find_silent(rated, clock.now())] == [clock.today()]


async def heard_of_in_suez(db: asyncpg.Connection, **said: Any) -> None:
    """One that is due in ten days left Suez today; five others were there 15 days after they left Suez."""
    await silent_since(db, 20)
    await db.execute(
        """INSERT INTO journey_event (carrier, event_id, shipment_id, kind, at, heard_at, place, reason)
        SELECT carrier, shipment_id, shipment_id, 'departed', delivered_at - interval '15 days', now(), 'SUEZ', ''
        FROM shipment WHERE state = 'delivered'"""
    )
    (row,) = await db.fetch("SELECT number FROM shipment WHERE state = 'dispatched'")
    await told(db, event("e-1", row["number"], kind="departed", place="Suez", **said))


async def test_goods_are_late_by_how_long_others_took_from_where_they_are(rated: asyncpg.Connection) -> None:
    await put_figures(rated, Policy, usual_from=2, usual_share="0.75")
    await heard_of_in_suez(rated)
    ((_, silent),) = await find_silent(rated, clock.now())
    ((late,),) = await fear(rated, [silent])
    assert (late.expected, late.reason) == (in_days(15), "5 took as long from SUEZ")
    assert [day for _, day in await find_silent(rated, clock.now())] == [clock.today()], "it is said once"


async def test_a_day_that_the_carrier_names_holds(rated: asyncpg.Connection) -> None:
    await put_figures(rated, Policy, usual_from=2, usual_share="0.75")
    await heard_of_in_suez(rated, expected=in_days(11))
    assert [day for _, day in await find_silent(rated, clock.now())] == [clock.today()]


async def test_another_place_or_few_that_were_there_tell_nothing(rated: asyncpg.Connection) -> None:
    await put_figures(rated, Policy, usual_from=6, usual_share="0.75")
    await heard_of_in_suez(rated)
    assert [day for _, day in await find_silent(rated, clock.now())] == [clock.today()]


@pytest.mark.parametrize("number", ["CSQU3054383", "msku 907032 3"])
def test_a_container_proves_itself_by_its_check_digit(number: str) -> None:
    assert numbers.container(number) == number.upper().replace(" ", "")


@pytest.mark.parametrize(
    ("number", "why"),
    [
        ("CSQU3054384", "which is 3 here"),
        ("TESU0000040", "is not 10"),
        ("CSQX3054383", "U, J or Z"),
        ("CSQU305438", "seven digits"),
    ],
)
def test_a_container_number_that_is_none_is_told_why(number: str, why: str) -> None:
    with pytest.raises(Expected, match=why):
        numbers.container(number)


def test_an_air_waybill_proves_itself_and_other_numbers_are_as_they_are() -> None:
    assert numbers.carriers_number("999-12345675") == "999-12345675"
    assert numbers.carriers_number("SF1234567890") == "SF1234567890"
    with pytest.raises(Expected, match="which is 5 here"):
        numbers.carriers_number("999-12345676")
