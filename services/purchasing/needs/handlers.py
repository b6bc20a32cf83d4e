"""What orders lack is heard; purchases that cover it are said (PUR-1)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import cast
from uuid import UUID

from chassis import clock
from chassis.handling import Db, Handler, NotReady
from chassis.ids import new_id
from chassis.numbers import take_numbers
from contracts.event import Event
from contracts.purchasing import PurchaseEvent
from contracts.sales import OrderCancelled, OrderChanged, OrderConfirmed
from contracts.supply import Cover
from contracts.warehouse import StockLow, StockReleased, StockReserved, StockShort
from services.purchasing.book import rules as book_rules
from services.purchasing.book import store
from services.purchasing.book.rules import Demand, Ledger, NeedHeard
from services.purchasing.buying.rules import Ordering
from services.purchasing.needs import rules
from services.purchasing.orders.rules import Purchase
from services.purchasing.policy import policy
from services.purchasing.sayings.rules import Cause, Dealt, share_out, tell

State = StockReserved | StockShort


async def hear_version(db: Db, orders: Sequence[OrderConfirmed | OrderChanged]) -> list[tuple[Dealt, ...]]:
    """The order's priority and promised date; its purchases are dealt anew when it needs any."""
    return await _deal_orders(db, orders, [_demand(order) for order in orders])


async def hear_cancelled(db: Db, orders: Sequence[OrderCancelled]) -> list[tuple[Dealt, ...]]:
    """The order needs nothing any more, also when its needs are heard only later."""
    return await _deal_orders(db, orders, [Demand(o.order_id, o.version, final=True) for o in orders])


async def hear_state(db: Db, states: Sequence[State]) -> list[tuple[Dealt, ...] | NotReady]:
    """What an order lacks now; not ready before the version that it is about."""
    items = {item for state in states for item in _items_of(state)}
    ledger = await store.open_ledger(db, items=items, orders=[s.order_id for s in states])
    ready = [s for s in states if not _too_early(ledger, s)]
    heard = book_rules.hear_needs(ledger, [_heard(s) for s in ready])
    heard = book_rules.hear_cover(heard, [cover for s in ready for cover in s.cover])
    shares = await settle(db, ledger, heard, [_cause_of_state(s) for s in ready])
    said = dict(zip((s.order_id for s in ready), shares, strict=True))
    return [said.get(s.order_id, NotReady((OrderConfirmed, OrderChanged), str(s.order_id))) for s in states]


async def hear_released(db: Db, released: Sequence[StockReleased]) -> list[tuple[Dealt, ...]]:
    """What is lacked of the items that went back on the shelf."""
    covers = [cover for message in released for cover in message.cover]
    if not covers:
        return [() for _ in released]
    ledger = await store.open_ledger(db, items=[cover.item for cover in covers])
    causes = [Cause(frozenset({r.order_id}), items=_items(r.cover)) for r in released]
    return await settle(db, ledger, book_rules.hear_cover(ledger, covers), causes)


async def hear_low(db: Db, lows: Sequence[StockLow]) -> list[tuple[Dealt, ...]]:
    """The shelf is to be filled up again: a purchase that serves nobody (WHS-7)."""
    covers = [cover for low in lows for cover in low.cover]
    ledger = await store.open_ledger(db, items=[*(low.item for low in lows), *(cover.item for cover in covers)])
    heard = book_rules.hear_cover(ledger, covers)
    books = {low.item: _wished(heard.books[low.item], low) for low in lows}
    low_items = frozenset(low.item for low in lows)
    causes = [Cause(items=frozenset({low.item, *_items(low.cover)})) for low in lows]
    return await settle(db, ledger, replace(heard, books={**heard.books, **books}), causes, low_items)


async def settle(
    db: Db, before: Ledger, heard: Ledger, causes: Sequence[Cause], low: frozenset[str] = frozenset()
) -> list[tuple[Dealt, ...]]:
    """Close the ledger and put what is to be said to the messages that caused it; no message: nothing is done."""
    if not causes:
        return []
    _, events = await close_ledger(db, before, heard, low)
    return cast(list[tuple[Dealt, ...]], share_out(events, causes))


async def close_ledger(
    db: Db, before: Ledger, heard: Ledger, low: frozenset[str] = frozenset()
) -> tuple[Ledger, list[PurchaseEvent]]:
    """Cover every item, number the new purchase orders, save; the ledger as it is now, and what is to be said."""
    terms, ids = ordering(), _ids()
    books = {item: rules.cover(book, terms, ids) for item, book in heard.books.items()}
    books |= {item: rules.answer_low(books[item]) for item in low}
    numbers = iter(await take_numbers(db, "PO", terms.today.year, sum(map(_unnumbered, books.values()))))
    after, events = _told(before, replace(heard, books=books), numbers)
    await store.save_ledger(db, before, after)
    return after, events


def ordering() -> Ordering:
    """Today's way of ordering, from the policy."""
    p = policy()
    switches = {"by_hand": p.ordering, "cancel_by_hand": p.cancelling, "ask_by_hand": p.asking}
    by_hand = {name: way == "by_hand" for name, way in switches.items()}
    return Ordering(p.tolerance, clock.today(), p.buyer, p.days_before_promise, **by_hand)


async def _deal_orders(
    db: Db, orders: Sequence[OrderConfirmed | OrderChanged | OrderCancelled], demands: Sequence[Demand]
) -> list[tuple[Dealt, ...]]:
    ledger = await store.open_ledger(db, orders=[order.order_id for order in orders])
    causes = [Cause(frozenset({order.order_id})) for order in orders]
    return await settle(db, ledger, book_rules.hear_orders(ledger, demands), causes)


def _too_early(ledger: Ledger, state: State) -> bool:
    known = ledger.demands[state.order_id]
    return bool(state.lacks) and not known.final and known.version < state.order_version


def _demand(order: OrderConfirmed | OrderChanged) -> Demand:
    content = order.content
    return Demand(
        order.order_id,
        order.version,
        priority=content.priority,
        number=content.number,
        promised=content.promised or content.wanted,
    )


def _wished(book: book_rules.Book, low: StockLow) -> book_rules.Book:
    cover = next((cover for cover in low.cover if cover.item == low.item), None)
    return book_rules.hear_low(book, low.low_version, low.quantity, cover)


def _heard(state: State) -> NeedHeard:
    return NeedHeard(state.order_id, state.need_version, state.order_version, state.lacks)


def _cause_of_state(state: State) -> Cause:
    return Cause(frozenset({state.order_id}), items=_items_of(state))


def _items_of(state: State) -> frozenset[str]:
    return _items(state.cover) | {lack.item for lack in state.lacks}


def _items(covers: Sequence[Cover]) -> frozenset[str]:
    return frozenset(cover.item for cover in covers)


def _ids() -> Iterator[UUID]:
    while True:
        yield new_id()


def _unnumbered(book: book_rules.Book) -> int:
    return sum(map(_lacks_number, book.purchases))


def _lacks_number(purchase: Purchase) -> bool:
    return not purchase.number and any(said.kind == "ordered" for said in purchase.news)


def _told(before: Ledger, after: Ledger, numbers: Iterator[str]) -> tuple[Ledger, list[PurchaseEvent]]:
    books: dict[str, book_rules.Book] = {}
    events: list[PurchaseEvent] = []
    for item, book in after.books.items():
        old = {p.id: p for p in before.books[item].purchases}
        purchases = []
        for purchase in book.purchases:
            numbered = replace(purchase, number=next(numbers)) if _lacks_number(purchase) else purchase
            told, said = tell(old.get(purchase.id), numbered)
            purchases.append(told)
            events.extend(said)
        books[item] = replace(book, purchases=tuple(purchases))
    return replace(after, books=books), events


HANDLES: dict[type[Event], Handler] = {
    OrderConfirmed: hear_version,
    OrderChanged: hear_version,
    OrderCancelled: hear_cancelled,
    StockShort: hear_state,
    StockReserved: hear_state,
    StockReleased: hear_released,
    StockLow: hear_low,
}
