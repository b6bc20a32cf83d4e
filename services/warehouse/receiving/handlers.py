"""Purchases on their way, and what the dock takes in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from chassis import clock
from chassis.figures import holding
from chassis.handling import Answer, Db, Handler, NotReady
from chassis.ids import ids
from chassis.refusal import Refusal
from contracts.event import Event
from contracts.purchasing import PurchaseCancelled, PurchaseOrdered
from contracts.warehouse import GoodsReceived, GoodsRejected, StockLow
from services.warehouse.book.rules.book import Book
from services.warehouse.book.rules.deal import Statement
from services.warehouse.book.rules.gate import UNHEARD
from services.warehouse.book.rules.goods import Receipt
from services.warehouse.book.store import Pieces, Touched
from services.warehouse.book.view import ReceiptState
from services.warehouse.book.work import Papers, command, handle
from services.warehouse.policy import Policy
from services.warehouse.receiving import rules

Received = Answer[GoodsReceived | GoodsRejected | Statement]


async def expect(db: Db, purchases: Sequence[PurchaseOrdered]) -> list[tuple[StockLow, ...]]:
    """The dock knows a purchase from now on."""
    return await handle(db, purchases, rules.order, Touched(items={one.item for one in purchases}, waiting=False))


async def give_up(db: Db, cancelled: Sequence[PurchaseCancelled]) -> list[tuple[StockLow, ...] | NotReady]:
    """Less is on its way; of a purchase that never was ordered nothing was expected."""

    def fold(book: Book, heard: PurchaseCancelled) -> tuple[StockLow, ...] | NotReady:
        if heard.was_ordered and heard.purchase_id not in book.purchases:
            return NotReady(of=(PurchaseOrdered,), key=heard.key)
        return rules.give_up(book, heard) if heard.was_ordered else ()

    return await handle(db, cancelled, fold, Touched(purchases=[one.purchase_id for one in cancelled], waiting=False))


async def receive(db: Db, asked: Sequence[rules.Receive]) -> list[Received | Refusal]:
    """Take goods in and serve who waits in the same transaction; a delivery note that is told again is known."""
    new, at, today = ids(), clock.now(), clock.today()
    share = (await holding(db, Policy)).over_delivery_share

    def do(book: Book, one: rules.Receive) -> Received | Refusal:
        known = _known_or_refused(book, one, share)
        if isinstance(known, Refusal):
            return known
        said = () if known else rules.receive(book, one, next(book.numbers), at, new, today)
        return Answer(ReceiptState.of(known or book.receipts[-1], book.purchases[one.purchase_id]), said)

    papers = Papers[rules.Receive]("GR", lambda book, one: _known_or_refused(book, one, share) is None)
    return await command(db, asked, do, Touched(purchases=[one.purchase_id for one in asked]), papers, _named)


def _known_or_refused(book: Book, asked: rules.Receive, share: Decimal) -> Receipt | Refusal | None:
    purchase = book.purchases.get(asked.purchase_id)
    master = book.master(purchase.item) if purchase else UNHEARD
    refused = rules.known(book, asked) or rules.stands_at_gate(book, asked)
    refused = refused or rules.refusal_of(purchase, asked, share, master)
    refused = refused or rules.discontinued(book, asked) or rules.too_old(book, asked)
    refused = refused or rules.elsewhere(book, asked) or rules.recalled(book, asked)
    return refused or rules.misnamed(book, asked)


def _named(book: Book, asked: rules.Receive) -> Pieces | None:
    purchase = book.purchases.get(asked.purchase_id)
    return Pieces(named=[(purchase.item, name) for name in asked.serials]) if purchase and asked.serials else None


HANDLES: Mapping[type[Event], Handler] = {PurchaseOrdered: expect, PurchaseCancelled: give_up}
