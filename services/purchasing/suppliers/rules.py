"""Suppliers, what is asked of them and their offers, and who may raise a budget. Pure."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from chassis.refusal import InvalidInput, NotFound, Refusal
from chassis.sealed import Sealed
from contracts.order import Address
from contracts.sales import ItemChanged
from contracts.texts import Text
from contracts.units import fits_unit
from contracts.value import Value
from services.purchasing.ledger.rules.book import Ledger
from services.purchasing.ledger.rules.news import Cause
from services.purchasing.ledger.rules.offers import Offer, within_budget
from services.purchasing.ledger.rules.reading import KeptDay


class Supplier(Value):
    """A supplier's master data as it is kept (PUR-5); all but the trading data stays in this department.

    Country and currency are as they were told, so that who must correct them sees them; the door checks them.
    """

    name: str
    country: str
    currency: str
    payment_days: int = 30
    active: bool = True
    language: str = ""
    address: Sealed[Address | None] = None
    legal_representative: Sealed[str] = ""
    salesperson: Sealed[str] = ""
    reconciler: Sealed[str] = ""
    phone: Sealed[str] = ""
    settlement_method: str = ""
    bank: Sealed[str] = ""
    nda_signed_on: KeptDay | None = None
    nda_review_on: KeptDay | None = None


@dataclass(frozen=True)
class PutSupplier:
    """A supplier's data (PUR-5); what was not set is left alone when he is known."""

    supplier: str
    told: Mapping[str, Any]
    """What was set, by field."""


OF_A_PRICE = ("minimum", "valid_until", "steps")
"""What another price says anew."""


@dataclass(frozen=True)
class PutOffer:
    """A supplier's offer for an item (PUR-7). ``may_raise``: who asks may raise an agreed price (PUR-3).

    ``left_out``: the fields of an offer that stands which nobody told; they stay.
    """

    item: str
    offer: Offer
    may_raise: bool = False
    left_out: tuple[str, ...] = ()

    def on(self, before: Offer | None) -> PutOffer:
        """What is asked, with what stands where nothing was told; the same price is of the same quotation,
        with its least quantity and its last day."""
        same = before is not None and before.unit_price == self.offer.unit_price
        left = [name for name in self.left_out if same or name not in OF_A_PRICE]
        stands = {name: getattr(before, name) for name in left} if before else {}
        quotation = before.quotation if before and same else ""
        return replace(self, offer=replace(self.offer, quotation=quotation, **stands))


def told_anew(known: tuple[int, Supplier] | None, told: Mapping[str, Any]) -> tuple[int, Supplier]:
    """Version and data of a supplier: of one who is known, what was not told is left alone."""
    if known is None:
        return 1, Supplier(**told)
    version, before = known
    data = before.but(**told)
    return (version, before) if data == before else (version + 1, data)


class AgreedPriceRaised(Refusal):
    """{supplier} agreed {agreed} for {item}; only the finance or the general manager may make that {asked}."""

    status = 403


def raised(item: str, known: Offer, asked: Offer) -> Refusal | None:
    """Why a buyer may not keep this offer: the agreed price is the budget, and any rise of it is finance's (PUR-3).

    Any rise, not those above the tolerance: else small ones add up. Another currency is a rise.
    """
    before, after = known.agreed_price, asked.agreed_price
    if within_budget(after, before, tolerance=Decimal(0)):
        return None
    agreed, asks = (f"{price.amount} {price.currency}" for price in (before, after))
    return AgreedPriceRaised(supplier=asked.supplier, agreed=agreed, item=item, asked=asks)


def refusal_of(asked: PutOffer, known: Mapping[tuple[str, str], tuple[Offer | None, str]]) -> Refusal | None:
    """Why an offer is not kept; ``known``: by item and supplier, of suppliers who are known, with the item's unit."""
    if (asked.item, asked.offer.supplier) not in known:
        return NotFound(what="supplier", id=asked.offer.supplier)
    before, unit = known[asked.item, asked.offer.supplier]
    if not fits_unit(asked.offer.pack, unit):
        whole = Text("whole {unit}", unit=unit)
        return InvalidInput([{"field": "pack", "expected": whole, "came": f"{asked.offer.pack:f}"}])
    return raised(asked.item, before, asked.offer) if before and not asked.may_raise else None


def as_it_stands(ledger: Ledger, _told: Sequence[PutSupplier | PutOffer]) -> Ledger:
    """Suppliers and offers are written before the ledger is read."""
    return ledger


def take_items(ledger: Ledger, items: Sequence[ItemChanged]) -> Ledger:
    """A discontinued item is bought from nobody; its highest version holds (SAL-25)."""
    for told in items:
        book = ledger.books[told.item]
        if told.version > book.version:
            known = replace(book, version=told.version, discontinued=told.discontinued, unit=told.unit)
            ledger = ledger.with_book(known)
    return ledger


def bought_again(before: Ledger, after: Ledger) -> Collection[str]:
    """The items that were discontinued and are not any more: orders may wait for them."""
    return {item for item, book in after.books.items() if before.books[item].discontinued and not book.discontinued}


def cause_of(told: PutSupplier | PutOffer | ItemChanged) -> Cause:
    return Cause() if isinstance(told, PutSupplier) else Cause(items=frozenset({told.item}))
