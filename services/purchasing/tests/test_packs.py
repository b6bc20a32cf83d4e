"""What is sold in packs is bought in whole ones: the rest serves who comes, or goes to the shelf (PUR-10)."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chassis.handling import Db
from chassis.refusal import InvalidInput
from chassis.stored import storable, stored
from services.purchasing.ledger.rules.book import STOCK
from services.purchasing.ledger.rules.offers import Offer, PriceStep, filled_packs, in_packs
from services.purchasing.purchases.rules import doing
from services.purchasing.purchases.rules.asked import Decline
from services.purchasing.suppliers import handlers as suppliers
from services.purchasing.suppliers.rules import PutOffer
from services.purchasing.tests.made import BY_HAND, ORDERING, Desk, eur, item_changed, offer, order_id, served
from services.purchasing.tests.test_api import OFFER, Ask, ask
from services.purchasing.tests.test_doors import SUPPLIER
from services.purchasing.tests.test_handlers import sells
from tests.needs import needs

__all__ = ["ask"]
pytestmark = needs("PUR-10")
IN_TENS = replace(offer(), pack=Decimal(10))
Changes = list[tuple[int, int]]


def changes() -> st.SearchStrategy[Changes]:
    """An order, and what it lacks from now on."""
    return st.lists(st.tuples(st.integers(1, 3), st.integers(0, 25)), max_size=12)


def desk_of(some: Changes, pack: int, ordering: Any = ORDERING, asks: str = "10") -> Desk:
    desk = Desk(replace(offer(asks=asks), pack=Decimal(pack)), ordering=ordering)
    for number in (1, 2, 3):
        desk.order(number)
    for need, (number, quantity) in enumerate(some, 1):
        desk.lacks(number, quantity, need=need)
    return desk


def lacking(some: Changes) -> int:
    return sum(dict(some).values())


@given(st.integers(0, 999), st.integers(1, 99))
def test_what_is_begun_is_bought_whole(quantity: int, pack: int) -> None:
    bought, filled = in_packs(Decimal(quantity), Decimal(pack)), filled_packs(Decimal(quantity), Decimal(pack))
    assert bought % pack == filled % pack == 0
    assert filled <= quantity <= bought < quantity + pack
    assert in_packs(bought, Decimal(pack)) == bought
    assert in_packs(Decimal(quantity), Decimal(0)) == quantity


@given(changes(), st.integers(1, 12))
def test_a_draft_is_reckoned_from_the_need_each_time_and_never_grows(some: Changes, pack: int) -> None:
    desk = desk_of(some, pack, BY_HAND)
    expected = in_packs(Decimal(lacking(some)), Decimal(pack))
    for _ in range(4):
        drafts = desk.purchases
        assert sum(one.quantity for one in drafts) == expected
        assert sum(one.surplus for one in drafts) == expected - lacking(some)
        assert all(one.for_stock == 0 for one in drafts), "the shelf never wanted the rest of a pack"
        assert desk.after(desk.ledger) == []
    assert desk.book.unbought == 0


@given(changes(), st.integers(1, 12), st.integers(1, 30))
def test_with_a_wish_of_the_shelf_a_draft_does_not_grow_either(some: Changes, pack: int, wish: int) -> None:
    desk = desk_of(some, pack, BY_HAND)
    desk.with_book(replace(desk.book, unbought=Decimal(wish)))
    expected = in_packs(Decimal(lacking(some) + wish), Decimal(pack))
    for _ in range(4):
        assert [(one.quantity, one.for_stock) for one in desk.purchases] == [(expected, wish)]
        assert desk.after(desk.ledger) == []


@given(changes(), st.integers(1, 12), st.sampled_from(["10", "12"]))
def test_of_what_is_ordered_or_asked_there_are_whole_packs_and_dealing_again_changes_nothing(
    some: Changes, pack: int, asks: str
) -> None:
    desk = desk_of(some, pack, asks=asks)
    for one in desk.purchases:
        assert (one.quantity - one.cancelled) % pack == 0
    covered = sum(one.outstanding for one in desk.purchases)
    assert lacking(some) <= covered
    before = desk.book
    assert desk.after(desk.ledger) == []
    assert desk.book == before
    if asks == "10":
        assert covered < lacking(some) + pack, "no more than a pack is begun"


def test_the_rest_of_a_pack_serves_the_next_order_before_another_is_bought() -> None:
    desk = Desk(IN_TENS)
    desk.order(1)
    desk.order(2)
    (event,) = desk.lacks(1, 3)
    assert (event.quantity, served(event), desk.purchase.surplus) == (10, {order_id(1): 3}, 7)
    (changed,) = desk.lacks(2, 5)
    assert (changed.topic, served(changed)) == ("purchase.changed", {order_id(1): 3, order_id(2): 5})
    events = desk.lacks(2, 9, need=2)
    assert [one.quantity for one in events if one.topic == "purchase.ordered"] == [10]


def test_only_whole_packs_are_given_up() -> None:
    desk = Desk(IN_TENS)
    desk.order(1)
    desk.lacks(1, 13)
    assert desk.lacks(1, 11, need=2)[0].topic == "purchase.changed"
    events = desk.lacks(1, 4, need=3)
    assert [one.quantity for one in events if one.topic == "purchase.cancelled"] == [10]
    assert desk.purchase.outstanding == 10
    events = desk.lacks(1, 0, need=4)
    assert [one.quantity for one in events if one.topic == "purchase.cancelled"] == [10]


def test_a_shelf_that_falls_has_the_rest_of_a_pack_before_anything_is_bought() -> None:
    desk = Desk(IN_TENS)
    desk.order(1)
    desk.lacks(1, 3)
    desk.with_book(replace(desk.book, unbought=Decimal(5)))
    assert (desk.purchase.quantity, desk.purchase.for_stock, desk.purchase.surplus) == (10, 5, 2)
    assert desk.book.unbought == 0


def test_nobody_joins_the_rest_of_a_pack_whose_price_is_asked() -> None:
    desk = Desk(replace(IN_TENS, unit_price=eur(12)))
    desk.order(1)
    desk.order(2)
    (asked,) = desk.lacks(1, 3)
    assert (asked.topic, asked.quantity) == ("price.change_requested", 10)
    (other,) = desk.lacks(2, 5)
    assert (other.topic, other.quantity, served(other)) == ("price.change_requested", 10, {order_id(2): 5})
    desk.lacks(1, 1, need=2)
    assert sorted((one.quantity, one.surplus) for one in desk.purchases) == [(10, 5), (10, 9)]


def test_the_least_quantity_and_the_price_are_those_of_the_whole_packs() -> None:
    steps = (PriceStep(Decimal(20), eur(9)),)
    desk = Desk(replace(IN_TENS, minimum=Decimal(15), steps=steps), offer("S-2", 2))
    (event,) = desk.lacks(1, 12)
    assert (event.supplier, event.quantity, event.unit_price) == ("S-1", 20, eur(9))
    (event,) = Desk(replace(IN_TENS, minimum=Decimal(15)), offer("S-2", 2)).lacks(1, 8)
    assert (event.supplier, event.quantity) == ("S-2", 8)


def test_he_is_asked_for_no_more_packs_than_he_delivers_in_a_week() -> None:
    desk = Desk(replace(IN_TENS, weekly=Decimal(25)), offer("S-2", 2))
    events = desk.lacks(1, 23)
    assert sorted((one.supplier, one.quantity) for one in events) == [("S-2", 23)]
    both = Desk(replace(IN_TENS, weekly=Decimal(25)), replace(offer("S-2", 2), weekly=Decimal(10)))
    assert sorted((one.supplier, one.quantity) for one in both.lacks(1, 23)) == [("S-1", 20), ("S-2", 3)]


def test_what_a_supplier_declines_is_bought_of_the_next_without_his_packs() -> None:
    desk = Desk(IN_TENS, offer("S-2", 2))
    desk.order(1)
    desk.lacks(1, 3)
    after = doing.do(desk.ledger, Decline(desk.purchase.id, "none left"), ORDERING)
    assert not isinstance(after, Exception)
    events = desk.after(after)
    assert [(one.topic, one.quantity) for one in events] == [("purchase.cancelled", 10), ("purchase.ordered", 3)]
    assert desk.book.unbought == 0
    assert STOCK not in served(desk.purchase)


def test_an_offer_of_before_is_of_no_packs_and_one_with_packs_is_read_as_it_was_kept() -> None:
    assert stored(Offer, storable(IN_TENS)) == IN_TENS
    assert offer().pack == 0


async def test_packs_are_kept_with_the_offer_also_at_another_price(ask: Ask) -> None:
    path = "/suppliers/S-1/items/gear"
    assert (await ask("PUT", "/suppliers/S-1", SUPPLIER)).status_code == 200
    assert (await ask("PUT", path, OFFER | {"pack": "12"})).json()["offer"]["pack"] == "12"
    other = OFFER | {"unit_price": {"amount": "4.50", "currency": "EUR"}}
    assert (await ask("PUT", path, other)).json()["offer"]["pack"] == "12"
    assert (await ask("PUT", path, OFFER | {"pack": "0"})).json()["offer"]["pack"] == "0"


async def test_of_what_is_counted_in_pieces_a_pack_is_of_whole_ones(db: Db) -> None:
    await suppliers.take_items(db, [item_changed("gear")])
    await sells(db, ("gear", offer()))
    (refused,) = await suppliers.put_offers(db, [PutOffer("gear", replace(offer(), pack=Decimal("2.5")))])
    assert isinstance(refused, InvalidInput)
    assert [fault["field"] for fault in refused.faults] == ["pack"]


@pytest.mark.parametrize("pack", ["-1", "x"])
async def test_what_is_no_pack_is_refused_by_name(ask: Ask, pack: str) -> None:
    answer = await ask("PUT", "/suppliers/S-1/items/gear", OFFER | {"pack": pack})
    assert (answer.status_code, [one["field"] for one in answer.json()["faults"]]) == (422, ["pack"])
