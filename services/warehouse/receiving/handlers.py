"""Purchases on their way, and what the dock takes in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from chassis import clock
from chassis.handling import Answer, Db, Handler, NotReady
from chassis.ids import new_id
from chassis.numbers import take_numbers
from chassis.refusal import Refusal
from contracts.event import Event
from contracts.purchasing import PurchaseCancelled, PurchaseOrdered
from contracts.warehouse import StockLow
from services.warehouse.book.rules import Book
from services.warehouse.book.store import open_book, save_book
from services.warehouse.gate.rules import Master
from services.warehouse.policy import policy
from services.warehouse.receiving import rules
from services.warehouse.receiving.store import ReceiptState


async def expect(db: Db, purchases: Sequence[PurchaseOrdered]) -> list[tuple[StockLow, ...]]:
    """The dock knows a purchase from now on."""
    book = await open_book(db, items={purchase.item for purchase in purchases}, waiting=False)
    outcomes = [rules.order(book, purchase) for purchase in purchases]
    await save_book(db, book)
    return outcomes


async def give_up(db: Db, cancelled: Sequence[PurchaseCancelled]) -> list[tuple[StockLow, ...] | NotReady]:
    """Less is on its way; of a purchase that never was ordered nothing was expected."""
    book = await open_book(db, purchases=[heard.purchase_id for heard in cancelled], waiting=False)
    outcomes: list[tuple[StockLow, ...] | NotReady] = []
    for heard in cancelled:
        if not heard.was_ordered:
            outcomes.append(())
        elif heard.purchase_id not in book.purchases:
            outcomes.append(NotReady(of=(PurchaseOrdered,), key=heard.key))
        else:
            outcomes.append(rules.give_up(book, heard))
    await save_book(db, book)
    return outcomes


async def receive(db: Db, asked: Sequence[rules.Receive]) -> list[Answer | Refusal]:
    """Take goods in and serve who waits in the same transaction; a delivery note that is told again is known."""
    book, at, today = await open_book(db, purchases=[one.purchase_id for one in asked]), clock.now(), clock.today()
    settled = [rules.known(book, one) or _refusal(book, one) for one in asked]
    numbers = iter(await take_numbers(db, "GR", today.year, settled.count(None)))
    answers: list[Answer | Refusal] = []
    for one, known in zip(asked, settled, strict=True):
        if isinstance(known, Refusal):
            answers.append(known)
            continue
        said = () if known else rules.receive(book, one, next(numbers), at, iter(new_id, None), today)
        receipt = known or book.receipts[-1]
        answers.append(Answer(ReceiptState.of(receipt, book.purchases[one.purchase_id]), said))
    await save_book(db, book)
    return answers


def _refusal(book: Book, asked: rules.Receive) -> Refusal | None:
    purchase = book.purchases.get(asked.purchase_id)
    master = book.master(purchase.item) if purchase else Master()
    share = policy().over_delivery_share
    return rules.refusal_of(purchase, asked, share, critical=master.critical, unit=master.unit)


HANDLES: Mapping[type[Event], Handler] = {PurchaseOrdered: expect, PurchaseCancelled: give_up}
