"""The places of an item: its own and others, each under one name (WHS-1, WHS-10)."""

from __future__ import annotations

from decimal import Decimal

from chassis.refusal import Refusal
from services.warehouse.book.rules.book import Book
from services.warehouse.book.rules.goods import ZERO, Shelf
from services.warehouse.book.rules.quants import OWN


class NoPlace(Refusal):
    """{place} is no place of {item}[; its places are {places}]."""

    of_input = True


class PlaceTwice(Refusal):
    """{place} stands twice among the places of {item}, once as its own."""

    of_input = True


class GoodsLieThere(Refusal):
    """{quantity} of {item} lie at {place}; it stays one of its places until they are gone."""

    of_input = True


class NotThere(Refusal):
    """Only {there} of {item} lie[ at {place}][, of lot {lot}]."""

    of_input = True


def no_place(shelf: Shelf, place: str) -> NoPlace | None:
    """Why goods of the item cannot lie there."""
    if place in (OWN, shelf.place, *shelf.places):
        return None
    return NoPlace(place=place, item=shelf.item, places=", ".join(filter(None, (shelf.place, *shelf.places))))


def known_as(shelf: Shelf, place: str) -> str:
    """A place as movements name it: empty for the item's own."""
    return OWN if place == shelf.place else place


def lying_at(book: Book, shelf: Shelf, place: str, lot: str = "") -> Decimal:
    """How many of an item, or of a lot of it, lie at one of its places."""
    known = known_as(shelf, place)
    if lot:
        return book.quants.at(shelf.item, known, lot)
    return book.quants.at(shelf.item, known) + (shelf.loose if known == OWN else ZERO)


def relabelled(book: Book, shelf: Shelf, own: str, others: tuple[str, ...]) -> Refusal | None:
    """Why an item cannot have these places: one is two, or goods lie at one that is left out."""
    if own and own in others:
        return PlaceTwice(place=own, item=shelf.item)
    for quant in book.quants.of(shelf.item):
        if quant.place in shelf.places and quant.place not in others:
            return GoodsLieThere(quantity=quant.quantity, item=shelf.item, place=quant.place)
    return None
