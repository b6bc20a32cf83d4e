"""A need that no supplier alone has room for is split among the ranked ones, each part its own purchase (PUR-7)."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

import asyncpg
from hypothesis import given
from hypothesis import strategies as some

from contracts.sales import OrderConfirmed
from contracts.warehouse import StockShort
from services.purchasing.ledger.rules import book as book_rules
from services.purchasing.ledger.rules import heard
from services.purchasing.ledger.rules.offers import Offer
from services.purchasing.ledger.rules.purchase import Purchase
from services.purchasing.ledger.rules.splitting import Room, split
from services.purchasing.needs.handlers import HANDLES as NEEDS
from services.purchasing.purchases import store as purchases
from services.purchasing.purchases.rules import doing
from services.purchasing.purchases.view import PurchaseState
from services.purchasing.suppliers.handlers import put_offers, put_suppliers, take_items
from services.purchasing.suppliers.rules import PutOffer, PutSupplier
from services.purchasing.tests.made import BY_HAND, TODAY, Desk, confirmed, item_changed, offer, order_id, served, short
from tests.needs import needs

pytestmark = needs("PUR-7")
AMOUNTS = some.integers(min_value=0, max_value=30).map(Decimal)


@some.composite
def rooms(draw: some.DrawFn) -> list[Room]:
    each = draw(some.lists(some.tuples(AMOUNTS, AMOUNTS), max_size=6))
    return [Room(f"S-{nth}", room, least) for nth, (room, least) in enumerate(each, 1)]


@given(AMOUNTS, rooms())
def test_parts_and_rest_are_the_need_and_nobody_gets_more_than_he_can_or_less_than_he_sells(
    need: Decimal, left: list[Room]
) -> None:
    parts, rest = split(need, left)
    by_supplier = {one.supplier: one for one in left}
    assert sum(parts.values(), rest) == need
    assert rest >= 0
    assert all(0 < part <= by_supplier[one].room for one, part in parts.items())
    assert all(part >= by_supplier[one].least for one, part in parts.items())


@given(AMOUNTS, rooms())
def test_while_anything_rests_everybody_who_has_a_part_is_full(need: Decimal, left: list[Room]) -> None:
    parts, rest = split(need, left)
    room = {one.supplier: one.room for one in left}
    assert not rest or all(part == room[one] for one, part in parts.items())
    assert not rest or all(one.supplier in parts for one in left if one.room and not one.least)


def test_who_stands_first_gets_what_he_can_but_leaves_the_next_as_much_as_he_sells_at_least() -> None:
    first, second = Room("S-1", Decimal(28)), Room("S-2", Decimal(10), Decimal(5))
    assert split(Decimal(30), [first, second]) == ({"S-1": Decimal(25), "S-2": Decimal(5)}, Decimal(0))
    tied = replace(first, least=Decimal(26))
    assert split(Decimal(30), [tied, second]) == ({"S-1": Decimal(28)}, Decimal(2))


def able(supplier: str, rank: int, weekly: int, minimum: int = 0, **more: Any) -> Offer:
    """At a price within the tolerance of the first one's."""
    return replace(offer(supplier, rank, **more), weekly=Decimal(weekly), minimum=Decimal(minimum))


def bought(events: list[Any]) -> list[tuple[str, int]]:
    assert {event.topic for event in events} == {"purchase.ordered"}
    return [(event.supplier, int(event.quantity)) for event in events]


def test_each_part_is_its_own_purchase_and_says_why() -> None:
    desk = Desk(able("S-1", 1, 10), able("S-2", 2, 15), able("S-3", 3, 50))
    events = desk.lacks(1, 60)
    assert bought(events) == [("S-1", 10), ("S-2", 15), ("S-3", 35)]
    assert [served(one) for one in events] == [{order_id(1): 10}, {order_id(1): 15}, {order_id(1): 35}]
    why = {reason.text for event in events for reason in event.reasons}
    assert why == {"no supplier alone has room for 60 of bolt in time: S-1 10, S-2 15, S-3 35"}
    state = PurchaseState.of(desk.purchases[0])
    assert (str(state.shared), state.for_supplier().shared) == (*why, None)


def test_who_alone_has_room_in_time_gets_all_of_it_without_a_word() -> None:
    (event,) = Desk(able("S-1", 1, 10), able("S-2", 2, 60)).lacks(1, 40)
    assert (event.supplier, event.quantity, event.reasons) == ("S-2", 40, ())


def test_nothing_is_bought_twice_when_it_is_told_again_or_a_part_came() -> None:
    desk = Desk(able("S-1", 1, 10), able("S-2", 2, 30))
    desk.lacks(1, 40)
    assert desk.lacks(1, 40, need=2) != []
    assert sum(one.outstanding for one in desk.purchases) == 40
    first = next(one for one in desk.purchases if one.supplier == "S-1")
    desk.with_book(book_rules.take_in(desk.book, first, Decimal(10)))
    desk.lacks(1, 30, need=3, received=10)
    assert [(one.supplier, one.outstanding) for one in desk.purchases] == [("S-2", 30)]


def test_what_one_of_them_declines_goes_to_who_still_has_room() -> None:
    desk = Desk(able("S-1", 1, 10), able("S-2", 2, 25), able("S-3", 3, 30))
    assert bought(desk.lacks(1, 40)) == [("S-1", 10), ("S-2", 25), ("S-3", 5)]
    second = next(one for one in desk.purchases if one.supplier == "S-2")
    after = doing.decline(second, "no steel")
    assert isinstance(after, Purchase)
    desk.with_book(book_rules.lose(book_rules.exclude(desk.book, second), second, after))
    left = sorted((one.supplier, int(one.outstanding)) for one in desk.purchases)
    assert left == [("S-1", 10), ("S-3", 5), ("S-3", 25)]


def test_what_nobody_has_room_for_stays_with_the_first_who_says_when() -> None:
    assert bought(Desk(able("S-1", 1, 10), able("S-2", 2, 15)).lacks(1, 60)) == [("S-1", 45), ("S-2", 15)]


def test_those_who_are_in_time_together_come_before_one_who_has_room_and_is_late() -> None:
    desk = Desk(able("S-1", 1, 10), able("S-2", 2, 30), able("S-3", 3, 99, lead_days=60))
    desk.order(1, promised=TODAY + timedelta(days=20))
    assert bought(desk.lacks(1, 40)) == [("S-1", 10), ("S-2", 30)]


def test_where_they_are_not_in_time_together_one_who_has_room_for_all_is_asked() -> None:
    desk = Desk(able("S-1", 1, 10), able("S-3", 3, 99, lead_days=60))
    desk.order(1, promised=TODAY + timedelta(days=20))
    assert bought(desk.lacks(1, 40)) == [("S-3", 40)]


def test_a_part_below_what_he_sells_at_least_is_not_asked_of_him() -> None:
    desk = Desk(able("S-1", 1, 30), able("S-2", 2, 20, minimum=15))
    assert bought(desk.lacks(1, 40)) == [("S-1", 25), ("S-2", 15)]
    desk = Desk(able("S-1", 1, 30, minimum=30), able("S-2", 2, 20, minimum=15), able("S-3", 3, 20))
    assert bought(desk.lacks(1, 40)) == [("S-1", 30), ("S-3", 10)]


def test_what_is_counted_in_pieces_is_split_into_whole_ones() -> None:
    halves = replace(able("S-1", 1, 0), weekly=Decimal("10.5")), able("S-2", 2, 30)
    desk = Desk(*halves)
    desk.with_book(replace(desk.book, unit="piece"))
    assert bought(desk.lacks(1, 40)) == [("S-1", 10), ("S-2", 30)]


def test_what_a_low_shelf_wants_is_split_too() -> None:
    desk = Desk(able("S-1", 1, 10), able("S-2", 2, 30))
    desk.with_book(heard.hear_low(desk.book, 1, Decimal(40)))
    assert [(one.supplier, one.for_stock) for one in desk.purchases] == [("S-1", 10), ("S-2", 30)]


def test_by_hand_its_parts_wait_as_drafts_and_are_drawn_as_often_as_one_likes() -> None:
    desk = Desk(able("S-1", 1, 10), able("S-2", 2, 30), ordering=BY_HAND)
    desk.lacks(1, 40)
    before = [(one.id, one.supplier, one.quantity) for one in desk.purchases]
    desk.lacks(1, 40, need=2)
    assert [(one.id, one.supplier, one.quantity) for one in desk.purchases] == before
    assert {one.state for one in desk.purchases} == {"draft"}


async def test_each_part_has_its_own_number_and_keeps_why(db: asyncpg.Connection) -> None:
    await take_items(db, [item_changed("bolt")])
    for code in ("S-1", "S-2"):
        await put_suppliers(db, [PutSupplier(code, {"name": code, "country": "DE", "currency": "EUR"})])
    for one in (able("S-1", 1, 10), able("S-2", 2, 30)):
        await put_offers(db, [PutOffer("bolt", one)])
    await NEEDS[OrderConfirmed](db, [confirmed(1, {"bolt": 40})])
    await NEEDS[StockShort](db, [short(1, {"bolt": 40}, {"bolt": (1, 40)})])
    kept = await purchases.purchases(db, None, "bolt", None, None, None, 10)
    assert sorted((one.supplier, int(one.quantity)) for one in kept) == [("S-1", 10), ("S-2", 30)]
    assert len({one.number for one in kept if one.number}) == 2
    why = "no supplier alone has room for 40 of bolt in time: S-1 10, S-2 30"
    assert [str(one.shared) for one in kept] == [why, why]
    assert await db.fetchval("SELECT array_agg(doc->>'weekly' ORDER BY supplier) FROM purchase") == ["10", "30"]
