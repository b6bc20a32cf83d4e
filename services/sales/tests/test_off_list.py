"""An order that names neither a quotation nor a contract is held against the price list (SAL-25)."""

from decimal import Decimal
from typing import Any

import pytest

from chassis.handling import Db
from services.sales.masters.rules import ListPrice, PriceStep
from services.sales.masters.store import save_prices
from services.sales.order.rules.grading import Beside, graded
from services.sales.order.rules.life import follow
from services.sales.order.rules.listed import off_list
from services.sales.order.rules.stage import waiting_of
from services.sales.order.view import state_of
from services.sales.review import store
from services.sales.review.rules import reviewed
from services.sales.tests.story import DAY, NOON, POLICY, content, order_line, received, reviews, topics
from tests.needs import needs

pytestmark = needs("SAL-25")
STEPS = (PriceStep(quantity=Decimal(1), price=Decimal(12)), PriceStep(quantity=Decimal(100), price=Decimal(10)))
LISTED = {"P-1": ListPrice(item="P-1", currency="USD", steps=STEPS, floor=Decimal(8))}
BESIDE = Beside(grade="B", rates={}, complaints=0, listed=LISTED)
BY_HAND = POLICY.model_copy(update={"confirm_off_list": "by_hand"})


@pytest.mark.parametrize(
    ("quantity", "price", "found"),
    [(10, 12, []), (10, "11.99", ["below_list"]), (10, 13, ["above_list"]), (100, 10, []), (100, 12, ["above_list"])],
)
def test_each_price_is_held_against_the_lists_for_so_many(quantity: int, price: Any, found: list[str]) -> None:
    ordered = content(1).but(lines=(order_line(1, quantity, price=price),))
    assert [reason.code for reason in off_list(ordered, LISTED)] == found


def test_what_the_list_does_not_sell_what_is_free_and_what_was_quoted_or_contracted_is_not() -> None:
    lines = (order_line(1, 10, price=0).but(free=True), order_line(2, 10, "P-2"))
    assert off_list(content(1).but(lines=lines), LISTED) == ()
    low = content(1).but(lines=(order_line(1, 10, price=9),))
    assert off_list(low.but(quotation="QU-2026-000001-1"), LISTED) == ()
    assert off_list(low.but(contract="SC-2026-000001"), LISTED) == ()


def test_it_is_told_with_the_order_and_by_hand_it_waits_for_the_merchandiser() -> None:
    order = received(10)
    for one in reviews(order):
        order = graded(reviewed(order, one, DAY), BESIDE, POLICY, DAY)
    (told,) = state_of(order).off_list
    assert str(told.text) == "line 1: P-1 at 10 is below the list price 12"
    assert state_of(order).for_customer().off_list == ()
    assert topics(follow(order, None, POLICY, DAY).events) == ["order.confirmed"]
    waits = follow(order, None, BY_HAND, DAY)
    assert waits.events == ()
    waiting = waiting_of(waits.document, None, NOON)
    assert waiting
    assert (waiting.owner, waiting.what) == ("wang.fang", "decision")
    assert str(told.text) in str(waiting.reason)


async def test_the_list_is_read_beside_what_an_orders_risk_is_graded_by(db: Db) -> None:
    await save_prices(db, list(LISTED.values()))
    order = received(10, 5)
    known = await store.beside(db, [order], DAY)
    assert known[order.order_id].listed == LISTED
