"""What the item master says may stand in for what lacks is tried by itself, and proposed where it is free (SAL-10)."""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from itertools import count
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chassis import clock
from chassis.handling import Db, Step
from chassis.http.page import FIRST
from chassis.ids import ids
from chassis.refusal import InvalidInput
from chassis.stored import storable
from contracts.delays import DelayForecast
from contracts.event import Event
from contracts.finance import CreditJudged
from contracts.logistics import RouteJudged
from contracts.purchasing import SupplyJudged
from contracts.sales import OrderChanged, TrialRequested
from contracts.supply import ItemReady, Lack
from contracts.texts import Text
from contracts.warehouse import StockJudged
from services.sales.alternatives import handlers as alternatives
from services.sales.alternatives.rules import Choose, Offer
from services.sales.customers.handlers import put_item, put_list_price
from services.sales.customers.rules.putting import PutItem, misfit
from services.sales.house import HOUSE
from services.sales.masters.rules import Item, ItemMaster, ListPrice, PriceStep
from services.sales.order.rules.alternatives import StandIn, Substitute, foreseen
from services.sales.order.rules.document import Order
from services.sales.order.rules.facts import Impossible, Review
from services.sales.order.view import state_of
from services.sales.substituting.rules import Ranked, candidates, proposed, shortages, tried
from services.sales.tests.calling import Caller
from services.sales.tests.late import day, lacking
from services.sales.tests.story import DAY, POLICY, confirmed, money, order_line, short, topics
from services.sales.tests.test_delay import late
from services.sales.tests.test_handlers import a_place, confirm_all, hears, known, masters, places
from services.sales.trial import store as trials
from services.sales.trial.rules import Trial
from tests.needs import needs

pytestmark = needs("SAL-10", "SAL-25")


def ranked(code: str, rank: int = 1, price: int | None = 12, unit: str = "pcs", item: str = "P-1") -> Ranked:
    steps = (PriceStep(quantity=Decimal(1), price=Decimal(price or 0)),)
    listed = ListPrice(item=code, currency="USD", steps=steps, floor=Decimal(1)) if price else None
    return Ranked(item, "pcs", rank, Item(item=code, name=code, unit=unit, version=1), listed)


def numbers() -> Iterator[str]:
    return (f"TR-2026-{nth:06}" for nth in count(1))


def trial_of(order: Order, *known: Ranked) -> list[Trial]:
    return tried(order, known or (ranked("TEA"),), ids(), numbers(), DAY)


def judged(trial: Trial, **stock: Any) -> Trial:
    """All but finance have nothing against it; its transport takes ten days."""
    for by in ("warehouse", "purchasing", "logistics", "finance"):
        verdict: Any = "no" if by == "finance" else "yes"
        told = Review(verdict=verdict, heard_on=DAY, ready_on=DAY, transit_days=10)
        trial = trial.judged(by, told.but(**stock) if by == "warehouse" else told)
    return trial


def found(order: Order, **stock: Any) -> list[tuple[str, date]]:
    after = proposed(order, judged(trial_of(order)[0], **stock), POLICY, DAY)
    return [(one.substitute.item, one.promised) for one in after.proposed]


def test_what_lacks_of_a_late_order_is_tried_in_the_order_of_rank_at_its_own_price() -> None:
    first, second = trial_of(late(), ranked("OOLONG", 2, None), ranked("TEA"))
    assert [(one.stands_in and one.stands_in.substitute) for one in (first, second)] == [
        Substitute(line=1, item="TEA", quantity=Decimal(4), unit_price=money(12)),
        Substitute(line=1, item="OOLONG", quantity=Decimal(4), unit_price=money(10)),
    ]
    lines = [(line.item, line.quantity) for line in first.order.binding.lines]
    assert (lines, first.number, first.order.binding.customer_po) == ([("TEA", Decimal(4))], "TR-2026-000001", "")


@pytest.mark.parametrize(
    "order",
    [
        confirmed(10),
        late().but(status="cancelled"),
        late().but(content=late().binding.but(lines=(order_line(1, 10).but(specification="RAL 7016"),))),
        late().but(content=late().binding.but(lines=(order_line(1, 10, price=0).but(free=True),))),
    ],
)
def test_of_what_is_in_time_over_special_or_free_of_charge_nothing_is_tried(order: Order) -> None:
    assert shortages(order) == []


def test_what_nobody_can_deliver_is_tried_though_it_is_not_late_yet() -> None:
    order = lacking(4).but(delay=None)
    assert shortages(order) == []
    nobody = order.but(impossible=Impossible(items=("P-1",), reason=Text("nobody sells it")))
    assert [(line.line, int(quantity)) for line, quantity in shortages(nobody)] == [(1, 4)]
    found = proposed(nobody, judged(trial_of(nobody)[0]), POLICY, DAY)
    assert [(one.way, one.promised) for one in foreseen(None, found.proposed)] == [("substitute", day(12))]


def test_what_is_counted_otherwise_than_what_lacks_does_not_stand_in() -> None:
    assert candidates(late(), [ranked("TEA", unit="kg")]) == []


@given(st.permutations(range(1, 9)))
def test_only_the_best_are_tried_however_they_come(ranks: list[int]) -> None:
    ways = candidates(late(), [ranked(f"T-{rank}", rank) for rank in ranks])
    assert [rank for _, rank in ways] == [1, 2, 3]


def test_what_is_free_is_proposed_with_its_day_and_an_offer_begins_with_it() -> None:
    order = late(40)
    assert found(order) == [("TEA", day(12))]
    after = proposed(order, judged(trial_of(order)[0]), POLICY, DAY)
    ways = [(one.way, one.promised) for one in foreseen(after.delay, after.proposed)]
    assert ways[-1] == ("substitute", day(12))
    assert ("new_date", day(50)) in ways
    (seen,) = state_of(after).proposed
    assert (seen.item, seen.difference, seen.days) == ("TEA", Decimal(8), 0)
    assert state_of(after).for_customer().proposed == ()


@pytest.mark.parametrize("stock", [{"lacks": (Lack(item="TEA", quantity=Decimal(1)),)}, {"verdict": "no"}])
def test_what_is_not_free_is_not_proposed(stock: dict[str, Any]) -> None:
    assert found(late(40), **stock) == []


def test_what_would_be_there_no_sooner_is_not_proposed() -> None:
    order = late(40)
    assert order.forecast
    assert found(order.but(forecast=order.forecast.but(on=day(12)))) == []


def test_what_was_free_and_is_not_any_more_is_proposed_no_more() -> None:
    order = late(40)
    (trial,) = trial_of(order)
    after = proposed(order, judged(trial), POLICY, DAY)
    assert proposed(after, judged(trial, verdict="no"), POLICY, DAY).proposed == ()


def test_of_a_version_of_before_nothing_is_proposed() -> None:
    order = late(40)
    answered = judged(trial_of(order)[0])
    assert proposed(order.but(version=3), answered, POLICY, DAY).proposed == ()
    stands_in = StandIn(version=2, rank=1, substitute=trial_of(order)[0].stands_in.substitute, promised=DAY)  # type: ignore[union-attr]
    assert order.but(version=3, stand_ins=(stands_in,)).proposed == ()


def test_each_item_that_cannot_stand_in_is_named_at_once() -> None:
    master = ItemMaster(name="Chai", substitutes=("P-1", "TEA", "TEA", "T-9", "SUGAR"))
    refused = misfit(PutItem("P-1", master), {"P-1": "pcs", "TEA": "pcs", "SUGAR": "kg"})
    assert isinstance(refused, InvalidInput)
    assert [fault["field"] for fault in refused.faults] == [f"substitutes.{nth}" for nth in (0, 2, 3, 4)]
    assert misfit(PutItem("P-1", master.but(substitutes=("TEA",))), {"TEA": "pcs"}) is None


async def test_an_item_is_kept_with_what_may_stand_in_for_it(call: Caller) -> None:
    wrong = await call("PUT", "/items/P-1", {"name": "Chai", "substitutes": ["P-1", "TEA"]})
    assert [fault["field"] for fault in wrong.json()["faults"]] == ["substitutes.0", "substitutes.1"]
    assert (await call("PUT", "/items/TEA", {"name": "Tea"})).status_code == 200
    assert (await call("PUT", "/items/P-1", {"name": "Chai", "substitutes": ["TEA"]})).status_code == 200
    assert (await call("GET", "/items/P-1")).json()["substitutes"] == ["TEA"]


async def a_late_order(db: Db) -> tuple[Order, list[Event]]:
    """Four of it lack, and cannot be bought in time; what is said of that."""
    await masters(db)
    await put_item(db, [PutItem("TEA", ItemMaster(name="Tea")), PutItem("OOLONG", ItemMaster(name="Oolong"))])
    await put_item(db, [PutItem("P-1", ItemMaster(name="Chai", substitutes=("TEA", "OOLONG")))])
    steps = (PriceStep(quantity=Decimal(1), price=Decimal(12)),)
    await put_list_price(db, [ListPrice(item="TEA", currency="USD", steps=steps, floor=Decimal(9))])
    (order,) = await places(db, a_place("1"))
    await confirm_all(db, [order])
    order = await known(db, order.order_id)
    ready = (ItemReady(item="P-1", on=clock.today() + timedelta(days=90)),)
    reviewed = {**order.reviews, "purchasing": order.reviews["purchasing"].but(ready=ready, heard_on=clock.today())}
    await db.execute(
        "UPDATE sales_order SET document = (document::jsonb || jsonb_build_object('reviews', $2::jsonb))::json"
        " WHERE id = $1",
        order.order_id,
        storable(reviewed),
    )
    return order, await hears(db, short(order, "P-1", 4))


async def judge(db: Db, asked: TrialRequested, free: bool) -> None:
    """The departments answer; finance counts the substitute beside the order that it is part of, and says no."""
    lacks = () if free else (Lack(item=asked.content.lines[0].item, quantity=Decimal(1)),)
    about: dict[str, Any] = {"trial_id": asked.trial_id}
    await hears(db, StockJudged(**about, verdict="yes", ready_on=clock.today(), lacks=lacks))
    await hears(db, SupplyJudged(**about, verdict="yes"))
    await hears(db, RouteJudged(**about, verdict="yes", transit_days=3))
    await hears(db, CreditJudged(**about, verdict="no"))


async def test_a_shortage_finds_its_substitute_and_the_customers_choice_carries_the_order_on(db: Db) -> None:
    order, said = await a_late_order(db)
    (late_news,) = [event for event in said if isinstance(event, DelayForecast)]
    asked = [event for event in await hears_in_each_room(db, late_news) if isinstance(event, TrialRequested)]
    assert [event.content.lines[0].item for event in asked] == ["TEA", "OOLONG"]
    assert (await trials.listed(db, "ALFKI", FIRST, 10)).items == (), "nobody asked that for him"
    for event, free in zip(asked, (True, False), strict=True):
        await judge(db, event, free)
    order = await known(db, order.order_id)
    (way,) = foreseen(None, order.proposed)
    assert way.substitute == Substitute(line=1, item="TEA", quantity=Decimal(4), unit_price=money(12))
    assert order.forecast
    assert way.promised < order.forecast.on

    today = clock.today()
    await alternatives.offer(db, [Offer(order.order_id, (way,), today, None, today, "wang.fang")])
    (answer,) = await alternatives.choose(db, [Choose(order.order_id, 1, "就要这个", None, today, "ALFKI")])
    assert not isinstance(answer, Step)
    (changed,) = [event for event in answer.events if isinstance(event, OrderChanged)]  # type: ignore[union-attr]
    lines = [(line.line, line.item, int(line.quantity)) for line in changed.content.lines]
    assert lines == [(1, "P-1", 6), (2, "TEA", 4)]
    assert "review.requested" in topics(answer.events)  # type: ignore[union-attr]
    assert (await known(db, order.order_id)).proposed == ()


async def hears_in_each_room(db: Db, event: Event) -> list[Event]:
    said: list[Event] = []
    for handler in HOUSE.handles[type(event)]:
        (outcome,) = await handler(db, [event])
        said += list(outcome)  # type: ignore[arg-type]
    return said
