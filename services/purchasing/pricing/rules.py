"""What a supplier says of a price above the budget, before anybody signs it (PUR-3). Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from chassis.refusal import InvalidInput, NotFound, Refusal
from contracts.money import Money
from contracts.texts import Text
from services.purchasing.ledger.rules.book import Ledger, exclude, update
from services.purchasing.ledger.rules.buying import Ordering
from services.purchasing.ledger.rules.price_word import PriceWord, Verdict, Way
from services.purchasing.ledger.rules.purchase import Purchase, back_to_draft


class NoPriceToConfirm(Refusal):
    """No price of purchase {purchase_id} waits for its supplier's word; it is {state}."""


class AnotherPrice(Refusal):
    """{seen} was said, but purchase {purchase_id} is at {price} now."""


@dataclass(frozen=True)
class SayPrice:
    """The supplier says whether he sells at a price.

    ``supplier``: whose word it is, when he signed in or has the link; he reaches his own purchases only (ALL-3).
    ``person`` said so for him; ``by`` wrote it down or sent the link. ``seen``: the price that he read, none: as it is.
    """

    purchase_id: UUID
    verdict: Verdict
    person: str
    way: Way
    on: date | None
    reason: str
    by: str
    supplier: str = ""
    seen: Money | None = None


def do(ledger: Ledger, asked: SayPrice, ordering: Ordering) -> Ledger | Refusal:
    """Confirmed, its price may be signed; declined, the next supplier is asked (PUR-7)."""
    purchase = ledger.purchase(asked.purchase_id)
    if purchase is None or asked.supplier not in ("", purchase.supplier):
        return NotFound(what="purchase", id=asked.purchase_id)
    said = say_price(purchase, asked, ordering)
    if isinstance(said, Refusal):
        return said
    book = ledger.books[purchase.item]
    if asked.verdict == "confirmed":
        return ledger.with_book(update(book, said))
    return ledger.with_book(update(exclude(book, purchase), back_to_draft(said)))


def say_price(purchase: Purchase, asked: SayPrice, ordering: Ordering) -> Purchase | Refusal:
    """The purchase with his word; the same again is no news."""
    if purchase.state == "draft" and purchase.price_confirmed and asked.verdict == "confirmed":
        return purchase
    if purchase.state != "draft" or not ordering.awaits_word(purchase):
        return NoPriceToConfirm(purchase_id=purchase.id, state=purchase.state)
    if faults := list(_faults(asked)):
        return InvalidInput(faults)
    if asked.seen not in (None, purchase.unit_price):
        return AnotherPrice(seen=_told(asked.seen), purchase_id=purchase.id, price=_told(purchase.unit_price))
    return replace(purchase, price_word=_word(purchase, asked, ordering.today))


def _word(purchase: Purchase, asked: SayPrice, today: date) -> PriceWord:
    assert purchase.unit_price
    said = (asked.verdict, asked.person or asked.by, asked.way, asked.on or today)
    entered_by = "" if asked.way == "himself" else asked.by
    return PriceWord(purchase.supplier, purchase.unit_price, *said, entered_by, asked.reason)


def _faults(asked: SayPrice) -> Iterator[dict[str, Any]]:
    if asked.way == "himself" and asked.on:
        yield {"field": "said_on", "expected": Text("nothing, for it comes today"), "came": asked.on}
    if asked.way != "himself" and not asked.person:
        yield {"field": "person", "expected": Text("who of the supplier said so"), "came": ""}
    if asked.verdict == "declined" and not asked.reason:
        yield {"field": "reason", "expected": Text("why he does not sell at it"), "came": ""}


def _told(price: Money | None) -> str:
    return f"{price.amount:f} {price.currency}" if price else ""
