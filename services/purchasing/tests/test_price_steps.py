"""A supplier's price falls with the quantity of one purchase (PUR-10, PUR-3)."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chassis.stored import storable, stored
from services.purchasing.ledger.rules.offers import Offer, PriceStep
from services.purchasing.tests.made import Desk, eur, offer
from services.purchasing.tests.test_api import OFFER, Ask, ask
from services.purchasing.tests.test_doors import SUPPLIER
from tests.needs import needs

__all__ = ["ask"]
pytestmark = needs("PUR-10")
STEPS = (PriceStep(Decimal(10), eur(9)), PriceStep(Decimal(100), eur(7)))
FALLING = replace(offer(), steps=STEPS)


@pytest.mark.parametrize(("quantity", "price"), [(9, 10), (10, 9), (99, 9), (100, 7), (5_000, 7)])
def test_each_costs_what_the_last_step_says_that_the_purchase_reaches(quantity: int, price: int) -> None:
    assert FALLING.price_for(Decimal(quantity)) == eur(price)


@given(st.integers(0, 200), st.integers(0, 200))
def test_of_two_purchases_the_larger_never_costs_more_apiece(one: int, other: int) -> None:
    less, more = sorted((one, other))
    assert FALLING.price_for(Decimal(more)).amount <= FALLING.price_for(Decimal(less)).amount


def test_needs_that_are_bought_together_reach_the_step_together() -> None:
    desk = Desk(FALLING)
    desk.order(1)
    desk.order(2)
    desk.lacks(1, 60)
    assert desk.purchase.unit_price == eur(9)
    events = Desk(FALLING).lacks(1, 100)
    assert [(one.quantity, one.unit_price) for one in events] == [(100, eur(7))]


@needs("PUR-3")
def test_a_price_above_the_budget_is_within_it_once_its_step_is_reached() -> None:
    dear = replace(offer(asks="12"), steps=(PriceStep(Decimal(100), eur(10)),))
    (few,) = Desk(dear).lacks(1, 10)
    (many,) = Desk(dear).lacks(1, 100)
    assert (few.topic, few.unit_price) == ("price.change_requested", eur(12))
    assert (many.topic, many.unit_price) == ("purchase.ordered", eur(10))


def test_an_offer_of_before_has_no_steps_and_one_with_steps_is_read_as_it_was_kept() -> None:
    assert stored(Offer, storable(FALLING)) == FALLING
    assert offer().steps == ()


async def test_steps_are_kept_with_their_price_and_go_with_it(ask: Ask) -> None:
    steps = [{"quantity": "10", "unit_price": {"amount": "4", "currency": "EUR"}}]
    path = "/suppliers/S-1/items/gear"
    assert (await ask("PUT", "/suppliers/S-1", SUPPLIER)).status_code == 200
    kept = await ask("PUT", path, OFFER | {"steps": steps})
    assert kept.json()["offer"]["steps"] == steps
    assert (await ask("PUT", path, OFFER | {"lead_days": 3})).json()["offer"]["steps"] == steps
    other = OFFER | {"unit_price": {"amount": "4.50", "currency": "EUR"}}
    assert (await ask("PUT", path, other)).json()["offer"]["steps"] == []


def a_step(quantity: str, amount: str, currency: str = "EUR") -> dict[str, Any]:
    return {"quantity": quantity, "unit_price": {"amount": amount, "currency": currency}}


@pytest.mark.parametrize(
    ("steps", "expected"),
    [
        ([a_step("10", "4", "USD")], "steps in the currency of the price, EUR"),
        ([a_step("10", "10.20")], "each step at a lower price than the one before it"),
        ([a_step("10", "4"), a_step("20", "4.50")], "each step at a lower price than the one before it"),
        ([a_step("20", "4"), a_step("10", "3")], "each step from more than the one before it"),
    ],
)
async def test_steps_that_do_not_fall_are_refused(ask: Ask, steps: list[Any], expected: str) -> None:
    answer = await ask("PUT", "/suppliers/S-1/items/gear", OFFER | {"steps": steps})
    assert answer.status_code == 422
    assert [(one["field"], one["expected"]) for one in answer.json()["faults"]] == [("steps", expected)]
