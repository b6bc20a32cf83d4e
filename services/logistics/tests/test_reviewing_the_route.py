"""SAL-5: logistics' verdict on a version of an order."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date
from decimal import Decimal

import asyncpg
import pytest

from chassis import clock
from chassis.handling import Answer, NotReady
from chassis.ids import new_id
from chassis.refusal import NotFound
from contracts.logistics import RouteReviewed
from contracts.order import ShipmentLine
from contracts.sales import ItemChanged, ReviewRequested
from contracts.scalars import Mode
from services.logistics.carriers import handlers as carriers_room
from services.logistics.carriers.rules import CurrencyWithoutValue, PutCarrier
from services.logistics.review.handlers import keep_weights, review_change, review_route
from services.logistics.review.rules import unfit_term
from services.logistics.shipment.rules.offers import Rate
from services.logistics.tests.samples import carriers, content, incomplete, item, rate, received
from tests.needs import needs

pytestmark = needs("SAL-5")

Statements = Callable[[asyncpg.Connection], AbstractContextManager[list[str]]]


async def with_rates(db: asyncpg.Connection) -> None:
    await carriers_room.put_carriers(db, carriers("C-1", "C-2"))
    await carriers_room.put_rates(db, [rate(), rate("C-2", "air", 3, "900")])


async def test_a_route_has_its_days_mode_and_cost(db: asyncpg.Connection) -> None:
    await with_rates(db)
    await keep_weights(db, [item()])
    order = received()
    (review,) = await review_route(db, [order])
    assert isinstance(review, RouteReviewed)
    assert (review.order_id, review.order_version, review.verdict) == (order.order_id, 1, "yes")
    assert (review.transit_days, review.mode, review.cost and review.cost.amount) == (30, "sea", Decimal("110.00"))
    assert review.fastest_days == 3


@needs("SAL-9")
async def test_of_a_changed_order_what_is_still_to_leave_is_judged(db: asyncpg.Connection) -> None:
    await with_rates(db)
    await keep_weights(db, [item()])
    whole = content()
    asked = ReviewRequested(order_id=new_id(), order_version=3, content=whole)
    (review,) = await review_change(db, [asked])
    half = tuple(ShipmentLine(line=one.line, item=one.item, quantity=one.quantity / 2) for one in whole.lines)
    (rest,) = await review_change(db, [asked.but(left=half)])
    assert isinstance(review, RouteReviewed)
    assert isinstance(rest, RouteReviewed)
    assert (review.order_version, review.transit_days) == (3, 30)
    assert review.cost
    assert rest.cost
    assert rest.cost.amount < review.cost.amount


async def test_a_country_without_a_rate_is_a_no(db: asyncpg.Connection) -> None:
    await with_rates(db)
    await keep_weights(db, [item()])
    (review,) = await review_route(db, [received(country="BR")])
    assert isinstance(review, RouteReviewed)
    assert (review.verdict, review.reasons[0].code) == ("no", "no_route")


async def test_an_order_wanted_earlier_than_the_fastest_has_conditions(db: asyncpg.Connection) -> None:
    await with_rates(db)
    await keep_weights(db, [item()])
    (review,) = await review_route(db, [received(wanted=clock.today())])
    assert isinstance(review, RouteReviewed)
    assert (review.verdict, review.mode) == ("conditions", "air")


@needs("LOG-6")
@pytest.mark.parametrize(
    ("incoterm", "mode", "codes"),
    [
        ("FOB Shanghai", "air", ["by_sea_only"]),
        ("FOB Shanghai", "sea", []),
        ("FCA Pudong", "air", []),
        ("", "air", []),
    ],
)
def test_a_term_for_the_sea_alone_is_told_where_the_goods_go_another_way(
    incoterm: str, mode: Mode, codes: list[str]
) -> None:
    reasons = unfit_term(incoterm, mode)
    assert [reason.code for reason in reasons] == codes
    assert all(reason.text.endswith("by air it should be FCA") for reason in reasons)


async def test_an_item_of_unknown_weight_is_waited_for_and_its_neighbour_is_not(db: asyncpg.Connection) -> None:
    assert await review_route(db, [received()]) == [NotReady(of=(ItemChanged,), key="P-1")]


async def test_an_incomplete_order_is_not_reviewed(db: asyncpg.Connection) -> None:
    assert await review_route(db, [incomplete()]) == [()]


async def test_the_highest_version_of_an_items_weight_holds(db: asyncpg.Connection) -> None:
    await with_rates(db)
    await keep_weights(db, [item("5", version=2)])
    await keep_weights(db, [item("1", version=1)])
    (review,) = await review_route(db, [received()])
    assert isinstance(review, RouteReviewed)
    assert review.cost
    assert review.cost.amount == Decimal("120.00")


@needs("LOG-2")
async def test_a_rate_of_an_unknown_carrier_is_refused(db: asyncpg.Connection) -> None:
    (refusal,) = await carriers_room.put_rates(db, [rate("C-404")])
    assert isinstance(refusal, NotFound)


@needs("LOG-2")
async def test_an_inactive_carrier_offers_nothing(db: asyncpg.Connection) -> None:
    await with_rates(db)
    await carriers_room.put_carriers(db, [PutCarrier("C-1", "C-1", active=False)])
    await keep_weights(db, [item()])
    (review,) = await review_route(db, [received(wanted=date(2099, 1, 1))])
    assert isinstance(review, RouteReviewed)
    assert review.mode == "air"


async def test_a_rate_in_a_currency_without_value_is_refused_and_its_neighbour_taken(db: asyncpg.Connection) -> None:
    await carriers_room.put_carriers(db, carriers("C-1"))
    odd = Rate(**{**vars(rate()), "currency": "XXX"})
    refusal, answer = await carriers_room.put_rates(db, [odd, rate()])
    assert isinstance(refusal, CurrencyWithoutValue)
    assert isinstance(answer, Answer)


async def test_a_hundred_orders_are_reviewed_with_two_statements_beside_the_figures(
    db: asyncpg.Connection, statements: Statements
) -> None:
    await with_rates(db)
    await keep_weights(db, [item()])
    with statements(db) as seen:
        await review_route(db, [received() for _ in range(100)])
    assert len(seen) == 3
