"""Goods come in against a purchase: accepted, rejected, refused (WHS-3, WHS-4)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from chassis.refusal import Refusal
from contracts.purchasing import PurchaseCancelled, PurchaseOrdered
from contracts.warehouse import GoodsReceived, GoodsRejected, StockLow
from services.warehouse.book.rules import Book, Movement, Purchase, Receipt
from services.warehouse.stock.rules import Statement, alerts, deal


class PurchaseNotKnownYet(Refusal):
    """Purchase {purchase_id} was not heard of at the dock yet; the same receipt may be asked again."""


class NothingCounted(Refusal):
    """A receipt accepts or rejects something."""

    status = 422


class OverDelivery(Refusal):
    """{came} of {item} came on purchase {number}; at most {allowed} may be taken in."""


@dataclass(frozen=True)
class Receive:
    """What was counted at the dock, and the inspection's reference."""

    purchase_id: UUID
    accepted: Decimal
    rejected: Decimal
    inspection: str


def order(book: Book, heard: PurchaseOrdered) -> tuple[StockLow, ...]:
    """Expect the purchase at the dock."""
    orders = tuple(dict.fromkeys(served.order_id for served in heard.served))
    purchase = Purchase(heard.purchase_id, heard.number, heard.item, heard.supplier, heard.quantity, orders=orders)
    book.expect(purchase)
    return alerts(book, [heard.item])


def give_up(book: Book, heard: PurchaseCancelled) -> tuple[StockLow, ...]:
    """Expect that much less."""
    book.owe(book.purchases[heard.purchase_id], cancelled=heard.quantity)
    return alerts(book, [heard.item])


def refusal_of(purchase: Purchase | None, asked: Receive, over_share: Decimal) -> Refusal | None:
    """Why the dock cannot take the goods in; ``over_share`` is the part above the order that is tolerated."""
    if purchase is None:
        return PurchaseNotKnownYet(purchase_id=asked.purchase_id)
    came = asked.accepted + asked.rejected
    if came <= 0:
        return NothingCounted()
    allowed = (purchase.ordered - purchase.cancelled) * (1 + over_share) - purchase.accepted
    if purchase.outstanding == 0 or came > allowed:
        allowed = allowed if purchase.outstanding else Decimal(0)
        return OverDelivery(came=came, item=purchase.item, number=purchase.number, allowed=allowed)
    return None


def receive(
    book: Book, asked: Receive, number: str, at: datetime, ids: Iterator[UUID]
) -> tuple[GoodsReceived | GoodsRejected | Statement, ...]:
    """Put the accepted goods on the shelf and serve who waits; a rejected lot stays outstanding."""
    purchase = book.purchases[asked.purchase_id]
    book.owe(purchase, accepted=asked.accepted, rejected=asked.rejected)
    receipt = Receipt(number, purchase.purchase_id, purchase.item, asked.accepted, asked.rejected, asked.inspection, at)
    book.receipts.append(receipt)
    said = _accepted(book, purchase, receipt, ids) if asked.accepted else ()
    return (*said, *_rejected(purchase, receipt)) if asked.rejected else said


def _accepted(
    book: Book, purchase: Purchase, receipt: Receipt, ids: Iterator[UUID]
) -> tuple[GoodsReceived | Statement, ...]:
    book.move(Movement(receipt.item, "receipt", receipt.accepted, receipt.number, receipt.inspection, receipt.at))
    book.shelf(receipt.item).received += receipt.accepted
    dealt = deal(book, [receipt.item], ids)
    received = GoodsReceived(
        orders=tuple(dict.fromkeys((*purchase.orders, *(need.order_id for need in dealt.needs)))),
        purchase_id=purchase.purchase_id,
        item=receipt.item,
        accepted=receipt.accepted,
        outstanding=purchase.outstanding,
        receipt_number=receipt.number,
        needs=dealt.needs,
        cover=dealt.cover or (book.shelf(receipt.item).cover,),
    )
    return (received, *dealt.said)


def _rejected(purchase: Purchase, receipt: Receipt) -> tuple[GoodsRejected]:
    return (
        GoodsRejected(
            orders=purchase.orders,
            purchase_id=purchase.purchase_id,
            item=receipt.item,
            quantity=receipt.rejected,
            inspection=receipt.inspection,
        ),
    )
