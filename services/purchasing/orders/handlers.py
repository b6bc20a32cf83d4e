"""Purchases: what finance decides, what the dock receives, what suppliers and buyers do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from uuid import UUID

from chassis import clock
from chassis.handling import Answer, Db, Handler
from chassis.refusal import NotFound, Refusal
from contracts.event import Event
from contracts.finance import PriceChangeDecided
from contracts.warehouse import GoodsReceived, GoodsRejected
from services.purchasing.book import rules as book_rules
from services.purchasing.book import store
from services.purchasing.book.rules import Book, Ledger, NeedHeard
from services.purchasing.needs.handlers import close_ledger, settle
from services.purchasing.orders import rules
from services.purchasing.orders.rules import Purchase
from services.purchasing.orders.store import PurchaseState
from services.purchasing.policy import policy
from services.purchasing.sayings.rules import Cause, Dealt, share_out


@dataclass(frozen=True)
class OfSupplier:
    """``supplier``: who asks, when it is a supplier himself; he reaches his own purchases only (ALL-3)."""

    supplier: str = field(default="", kw_only=True)


@dataclass(frozen=True)
class Confirm(OfSupplier):
    """The supplier promises to deliver on a date (PUR-4)."""

    purchase_id: UUID
    promised_on: date


@dataclass(frozen=True)
class Delay(OfSupplier):
    """The supplier names another date (PUR-4)."""

    purchase_id: UUID
    promised_on: date
    reason: str


@dataclass(frozen=True)
class Decline(OfSupplier):
    """The supplier cannot deliver what is outstanding (PUR-7)."""

    purchase_id: UUID
    reason: str


@dataclass(frozen=True)
class AgreeCancel(OfSupplier):
    """The supplier agrees to what he was asked to cancel."""

    purchase_id: UUID


@dataclass(frozen=True)
class RefuseCancel(OfSupplier):
    """The supplier does not agree; the purchase is kept for stock."""

    purchase_id: UUID


@dataclass(frozen=True)
class Redeliver(OfSupplier):
    """The supplier delivers again what was refused at the dock (WHS-4)."""

    purchase_id: UUID
    promised_on: date


@dataclass(frozen=True)
class GiveUp(OfSupplier):
    """A quantity will not be delivered any more (WHS-4)."""

    purchase_id: UUID
    quantity: Decimal
    reason: str


@dataclass(frozen=True)
class Order(OfSupplier):
    """A buyer orders a draft (PUR-4)."""

    purchase_id: UUID
    by: str


Act = Confirm | Delay | Decline | AgreeCancel | RefuseCancel | Redeliver | GiveUp | Order


async def hear_decision(db: Db, decisions: Sequence[PriceChangeDecided]) -> list[tuple[Dealt, ...]]:
    """Approved: ordered at no more than was signed. Refused: the next supplier, or impossible (PUR-3, PUR-7)."""
    ledger = await store.open_ledger(db, purchases=[d.purchase_id for d in decisions])
    heard = ledger
    for decision in decisions:
        purchase = _find(heard, decision.purchase_id)
        if purchase and _is_asked(purchase, decision):
            heard = _with(heard, _decided(heard.books[purchase.item], purchase, decision))
    return await settle(db, ledger, heard, [Cause(purchases=frozenset({d.purchase_id})) for d in decisions])


async def hear_received(db: Db, receipts: Sequence[GoodsReceived]) -> list[tuple[Dealt, ...]]:
    """Goods of a purchase are in stock: less is outstanding, less is lacked (WHS-3)."""
    needs = [need for receipt in receipts for need in receipt.needs]
    covers = [cover for receipt in receipts for cover in receipt.cover]
    items = {lack.item for need in needs for lack in need.lacks} | {c.item for c in covers} | {r.item for r in receipts}
    ledger = await store.open_ledger(
        db,
        items=items,
        orders=[need.order_id for need in needs],
        purchases=[receipt.purchase_id for receipt in receipts],
    )
    heard = ledger
    for receipt in receipts:
        if purchase := _find(heard, receipt.purchase_id):
            book = heard.books[purchase.item]
            heard = _with(heard, book_rules.take_in(book, purchase, receipt.accepted))
    heard = book_rules.hear_needs(
        heard, [NeedHeard(n.order_id, n.need_version, n.order_version, n.lacks) for n in needs]
    )
    heard = book_rules.hear_cover(heard, covers)
    books = {item: book_rules.left_to_shelf(ledger.books[item], book) for item, book in heard.books.items()}
    return await settle(db, ledger, replace(heard, books=books), [_cause_of_receipt(receipt) for receipt in receipts])


async def hear_rejected(db: Db, rejections: Sequence[GoodsRejected]) -> list[tuple[Dealt, ...]]:
    """Goods were refused at the dock; they stay outstanding until somebody decides (WHS-4)."""
    ledger = await store.open_ledger(db, purchases=[r.purchase_id for r in rejections])
    heard = ledger
    for rejection in rejections:
        if purchase := _find(heard, rejection.purchase_id):
            book = heard.books[purchase.item]
            heard = _with(heard, book_rules.update(book, rules.reject(purchase, rejection.quantity)))
    return await settle(db, ledger, heard, [Cause(purchases=frozenset({r.purchase_id})) for r in rejections])


async def act(db: Db, acts: Sequence[Act]) -> list[Answer | Refusal]:
    """What a supplier or a buyer does with purchases; the items are covered anew."""
    ledger = await store.open_ledger(db, purchases=[a.purchase_id for a in acts])
    heard, refusals = ledger, dict[UUID, Refusal]()
    for one in acts:
        purchase = _find(heard, one.purchase_id)
        done = _missing(one) if purchase is None else _done(heard.books[purchase.item], purchase, one)
        if isinstance(done, Refusal):
            refusals[one.purchase_id] = done
        else:
            heard = _with(heard, done)
    if len(refusals) == len(acts):
        return [refusals[a.purchase_id] for a in acts]
    after, events = await close_ledger(db, ledger, heard)
    going = [a.purchase_id for a in acts if a.purchase_id not in refusals]
    said = dict(zip(going, share_out(events, [Cause(purchases=frozenset({id_})) for id_ in going]), strict=True))
    return [
        refusals.get(a.purchase_id) or Answer(_shown(_found(after, a.purchase_id), a), said[a.purchase_id])
        for a in acts
    ]


def _is_asked(purchase: Purchase, decision: PriceChangeDecided) -> bool:
    asked = (purchase.state, purchase.request, purchase.supplier)
    return asked == ("asked", decision.request, decision.supplier)


def _decided(book: Book, purchase: Purchase, decision: PriceChangeDecided) -> Book:
    if decision.approved:
        signed = rules.approve(purchase, decision.unit_price, decision.quantity, clock.today())
        return book_rules.update(book, signed)
    return book_rules.update(book_rules.exclude(book, purchase), rules.back_to_draft(purchase))


def _done(book: Book, purchase: Purchase, asked: Act) -> Book | Refusal:
    if asked.supplier not in ("", purchase.supplier):
        return _missing(asked)
    after = _acted(book, purchase, asked)
    if isinstance(after, Refusal):
        return after
    if isinstance(asked, Decline):
        book = book_rules.exclude(book, purchase)
    return book_rules.lose(book, purchase, after)


def _acted(book: Book, purchase: Purchase, asked: Act) -> Purchase | Refusal:
    match asked:
        case Confirm() | Delay() | Redeliver():
            return _dated(purchase, asked, clock.today())
        case Decline():
            return rules.decline(purchase, asked.reason)
        case GiveUp():
            return rules.give_up(purchase, asked.quantity, asked.reason)
        case AgreeCancel():
            return rules.agree_cancel(purchase)
        case RefuseCancel():
            return rules.refuse_cancel(purchase)
        case Order():
            return rules.order_draft(purchase, book.offers, policy().tolerance, asked.by, clock.today())


def _dated(purchase: Purchase, asked: Confirm | Delay | Redeliver, today: date) -> Purchase | Refusal:
    match asked:
        case Confirm():
            return rules.confirm(purchase, asked.promised_on, today)
        case Delay():
            return rules.delay(purchase, asked.promised_on, asked.reason, today)
        case Redeliver():
            return rules.redeliver(purchase, asked.promised_on, today)


def _cause_of_receipt(receipt: GoodsReceived) -> Cause:
    orders = frozenset(need.order_id for need in receipt.needs)
    items = frozenset({receipt.item, *(cover.item for cover in receipt.cover)})
    return Cause(orders, frozenset({receipt.purchase_id}), items)


def _find(ledger: Ledger, purchase_id: UUID) -> Purchase | None:
    return next((p for book in ledger.books.values() for p in book.purchases if p.id == purchase_id), None)


def _found(ledger: Ledger, purchase_id: UUID) -> Purchase:
    return next(p for book in ledger.books.values() for p in book.purchases if p.id == purchase_id)


def _with(ledger: Ledger, book: Book) -> Ledger:
    return replace(ledger, books={**ledger.books, book.item: book})


def _shown(purchase: Purchase, asked: Act) -> PurchaseState:
    state = PurchaseState.of(purchase)
    return state.for_supplier() if asked.supplier else state


def _missing(asked: Act) -> Refusal:
    return NotFound(what="purchase", id=asked.purchase_id)


HANDLES: dict[type[Event], Handler] = {
    PriceChangeDecided: hear_decision,
    GoodsReceived: hear_received,
    GoodsRejected: hear_rejected,
}
