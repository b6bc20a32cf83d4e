"""What finance decides of purchases, what the dock receives of them, and what comes of that. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from contracts.event import Event
from contracts.finance import PriceChangeDecided
from contracts.purchasing import PurchaseCancelled
from contracts.warehouse import GoodsReceived, GoodsRejected
from services.purchasing.claim.rules.claim import Part
from services.purchasing.ledger.rules.book import (
    Book,
    Ledger,
    exclude,
    left_to_shelf,
    material_came,
    take_in,
    update,
)
from services.purchasing.ledger.rules.heard import NeedHeard, hear_cover, hear_needs
from services.purchasing.ledger.rules.news import Cause
from services.purchasing.ledger.rules.purchase import Purchase, approve, back_to_draft, reject
from services.purchasing.purchases.rules.asked import Act, Decline, GiveUp, Switch


def decide(ledger: Ledger, decisions: Sequence[PriceChangeDecided], today: date) -> Ledger:
    """Approved: ordered at no more than was signed. Refused: the next supplier, or impossible (PUR-3, PUR-7)."""
    for decision in decisions:
        purchase = ledger.purchase(decision.purchase_id)
        if purchase and _is_asked(purchase, decision):
            ledger = ledger.with_book(_decided(ledger.books[purchase.item], purchase, decision, today))
    return ledger


def take_receipts(before: Ledger, receipts: Sequence[GoodsReceived]) -> Ledger:
    """Less is outstanding, and less is lacked, as the warehouse says with the receipt (WHS-3)."""
    ledger = before
    for receipt in receipts:
        if purchase := ledger.purchase(receipt.purchase_id):
            book = take_in(ledger.books[purchase.item], purchase, receipt.accepted, receipt.received_on)
            ledger = ledger.with_book(book)
    needs = [need for receipt in receipts for need in receipt.needs]
    ledger = hear_needs(ledger, [NeedHeard(n.order_id, n.need_version, n.order_version, n.lacks) for n in needs])
    ledger = hear_cover(ledger, [cover for receipt in receipts for cover in receipt.cover])
    came = {item: material_came(before.books[item], book) for item, book in ledger.books.items()}
    books = {item: left_to_shelf(before.books[item], book) for item, book in came.items()}
    return replace(ledger, books=books)


def take_rejections(ledger: Ledger, rejections: Sequence[GoodsRejected]) -> Ledger:
    """What is refused at the dock stays outstanding until somebody decides (WHS-4, WHS-5)."""
    for rejection in rejections:
        if purchase := ledger.purchase(rejection.purchase_id):
            rejected = reject(purchase, rejection.quantity)
            ledger = ledger.with_book(update(ledger.books[purchase.item], rejected))
    return ledger


def given_up(asked: Act, events: Sequence[Event], today: date) -> Part | None:
    """What the supplier does not deliver after all, which is late once his first promised day is past (PUR-8)."""
    cancelled = next((event for event in events if isinstance(event, PurchaseCancelled)), None)
    if cancelled is None or not isinstance(asked, Decline | GiveUp | Switch):
        return None
    return Part(asked.purchase_id, f"version {cancelled.version}", cancelled.quantity, today)


def cause_of_receipt(receipt: GoodsReceived) -> Cause:
    orders = frozenset(need.order_id for need in receipt.needs)
    items = frozenset({receipt.item, *(cover.item for cover in receipt.cover)})
    return Cause(orders, frozenset({receipt.purchase_id}), items)


def cause_of(message: PriceChangeDecided | GoodsRejected) -> Cause:
    return Cause(purchases=frozenset({message.purchase_id}))


def _is_asked(purchase: Purchase, decision: PriceChangeDecided) -> bool:
    asked = (purchase.state, purchase.request, purchase.supplier)
    return asked == ("asked", decision.request, decision.supplier)


def _decided(book: Book, purchase: Purchase, decision: PriceChangeDecided, today: date) -> Book:
    if decision.approved:
        return update(book, approve(purchase, decision.unit_price, decision.quantity, today))
    return update(exclude(book, purchase), back_to_draft(purchase))
