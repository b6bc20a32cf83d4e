"""How purchases cover what orders lack: bought once, dealt by priority, given up when nobody needs it (PUR-1). Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

from contracts.supply import Served
from services.purchasing.ledger.rules.book import STOCK, Book, Ledger
from services.purchasing.ledger.rules.buying import NOT_NEEDED, Ordering, leave_uncovered, make
from services.purchasing.ledger.rules.dealing import Dealing, served_of, total
from services.purchasing.ledger.rules.news import with_changes
from services.purchasing.ledger.rules.offers import filled_packs, in_packs
from services.purchasing.ledger.rules.purchase import FIRM, ORDERED, ZERO, Purchase, cancel, withdraw
from services.purchasing.ledger.rules.sharing import choose


def follow(ledger: Ledger, ordering: Ordering, new_ids: Iterator[UUID]) -> Ledger:
    """Every item is covered, and each shelf that fell below its reorder point is answered."""
    books = {item: cover(book, ordering, new_ids) for item, book in ledger.books.items()}
    return replace(ledger, books=books | {item: answer_low(books[item]) for item in ledger.low})


def cover(book: Book, ordering: Ordering, new_ids: Iterator[UUID]) -> Book:
    """Deal what is on order to the needs by priority, buy what lacks, give up what nobody needs.

    Bought: min(what the warehouse says all orders lack, the sum of the known needs) less what is outstanding.
    Given up: only what is above the greater of the two, because one of them may be old, and what has not come already.
    The rest of a pack serves orders before more is bought, unless its price is still asked (PUR-10).
    """
    before = {p.id: p for p in book.purchases}
    drafts = sorted((p for p in book.purchases if p.state == "draft"), key=lambda p: p.id)
    book = replace(book, unbought=book.unbought + sum((d.for_stock for d in drafts), ZERO))
    book = _give_up(_let_leave(book), ordering)
    firm = sorted((p for p in book.purchases if p.firm), key=lambda p: (p.promised_on or date.max, p.id))
    ordered = [p for p in firm if p.state in ORDERED]
    dealing = Dealing(book)
    dealing.keep([p for p in firm if p.state == "asked"])
    dealing.deal(ordered)
    covering = sum((p.for_orders - (p.surplus if p.state == "asked" else ZERO) for p in firm), ZERO)
    wanted = min(book.cover_total, total(book.needs)) - covering
    groups, impossible = choose(book, dealing.uncovered(wanted), ordering)
    made = make(book, groups, drafts, ordering, new_ids)
    dealing.parts |= {purchase.id: parts for purchase, parts in made}
    unused = [d for d in drafts if d.id not in {p.id for p, _ in made}]
    rest = leave_uncovered(book, dealing.deal_stock(ordered, impossible), unused, ordering.today, new_ids)
    closed = [p for p in book.purchases if p.state == "closed"]
    live = [_with_served(p, dealing, book, ordering) for p in (*firm, *(purchase for purchase, _ in made))]
    told = tuple(with_changes(before.get(p.id), p) for p in (*closed, *live, *rest))
    return replace(book, purchases=told, unbought=ZERO if any(STOCK in p for _, p in made) else book.unbought)


def answer_low(book: Book) -> Book:
    """The shelf's wish is answered by a purchase for stock: one that is new, or one that stands (WHS-7)."""
    for_stock = [p for p in book.purchases if p.firm and p.stock]
    if not for_stock or any(p.news for p in for_stock):
        return book
    told = for_stock[0].say("changed")
    return replace(book, purchases=tuple(told if p.id == told.id else p for p in book.purchases))


def _with_served(purchase: Purchase, dealing: Dealing, book: Book, ordering: Ordering) -> Purchase:
    """The purchase with those whom it serves, and, until it is ordered, the last day for ordering it (PUR-2)."""
    served = dealing.served(purchase.id)
    if purchase.ordered_on and purchase.latest_on:
        return replace(purchase, served=served)
    promised = [date_ for s in served if (date_ := book.needs[s.order_id].promised)]
    days = timedelta(purchase.lead_days + ordering.days_before_promise)
    return replace(purchase, served=served, latest_on=min(promised) - days if promised else purchase.latest_on)


def _let_leave(book: Book) -> Book:
    """Needs may leave a purchase whose price is asked, none may join; none left: it is withdrawn."""
    left = {order: need.quantity for order, need in book.needs.items()}
    purchases = {p.id: p for p in book.purchases}
    for purchase in sorted((p for p in book.purchases if p.state == "asked"), key=lambda p: p.id):
        served = []
        for one in purchase.served:
            part = min(one.quantity, left.get(one.order_id, ZERO))
            if part:
                left[one.order_id] -= part
                served.append(served_of(book.item, book.needs[one.order_id], part))
        purchases[purchase.id] = _shrunk(purchase, served)
    return replace(book, purchases=tuple(purchases.values()))


def _shrunk(asked: Purchase, served: Sequence[Served]) -> Purchase:
    wanted = sum((s.quantity for s in served), ZERO) + asked.for_stock
    if not wanted:
        return withdraw(replace(asked, surplus=ZERO), NOT_NEEDED)
    quantity = in_packs(wanted, asked.pack)
    return replace(asked, quantity=quantity, surplus=quantity - wanted, served=tuple(served))


def _give_up(book: Book, ordering: Ordering) -> Book:
    """What is above both totals is first left to a shelf that wants it, then given up, the newest first."""
    firm = sorted((p for p in book.purchases if p.firm), key=lambda p: p.id, reverse=True)
    excess = sum((p.for_orders for p in firm), ZERO) - book.arrived - max(book.cover_total, total(book.needs))
    purchases, wish = _left_to_shelf(firm, min(book.unbought, max(ZERO, excess)))
    excess -= wish + sum((min(p.kept, p.for_orders) for p in purchases), ZERO)
    begun = sum((p.surplus for p in purchases), ZERO)
    given: dict[UUID, Purchase] = {}
    for purchase in sorted(purchases, key=lambda p: FIRM.index(p.state)):
        part = _part(purchase, excess, begun)
        given[purchase.id] = less = _less(purchase, part, ordering)
        excess -= purchase.for_orders - less.for_orders if purchase.state == "asked" else part
        begun += less.surplus - purchase.surplus
    rest = tuple(given.get(p.id, p) for p in book.purchases)
    return replace(book, purchases=rest, unbought=book.unbought - wish)


def _left_to_shelf(firm: Sequence[Purchase], wish: Decimal) -> tuple[list[Purchase], Decimal]:
    """Purchases with as much of the wish as they can take as bought for the shelf; how much that was."""
    result, taken = [], ZERO
    for purchase in firm:
        part = min(wish - taken, purchase.for_orders) if purchase.state in ORDERED else ZERO
        taken += part
        result.append(_of_shelf(purchase, part) if part else purchase)
    return result, taken


def _of_shelf(purchase: Purchase, part: Decimal) -> Purchase:
    """A part as bought for the shelf, the rest of a pack first."""
    more = max(ZERO, part - purchase.surplus)
    rest = max(ZERO, purchase.surplus - part)
    return replace(purchase, for_stock=purchase.stock + part, surplus=rest, kept=max(ZERO, purchase.kept - more))


def _part(purchase: Purchase, excess: Decimal, begun: Decimal) -> Decimal:
    """How much of it is given up: of what is bought in packs whole ones; of all else nothing because a pack is begun.

    ``begun``: what of the excess is there because it is sold in packs (PUR-10).
    """
    free = max(ZERO, purchase.for_orders - purchase.kept)
    if purchase.pack and purchase.state in ORDERED:
        return filled_packs(max(ZERO, min(excess, free)), purchase.pack)
    return max(ZERO, min(excess - begun, free - purchase.surplus))


def _less(purchase: Purchase, part: Decimal, ordering: Ordering) -> Purchase:
    """A part is given up at once, or the supplier is asked; until he agrees the purchase goes on covering."""
    if purchase.state == "asked":
        return _shrunk(purchase, _without(purchase.served, part)) if part else purchase
    if part and purchase.state == "ordered" and not ordering.cancel_by_hand:
        return cancel(purchase, part, NOT_NEEDED)
    return replace(purchase, cancel_asked=part)


def _without(served: Sequence[Served], part: Decimal) -> list[Served]:
    result = []
    for one in reversed(served):
        less = min(one.quantity, part)
        part -= less
        if one.quantity > less:
            result.append(one.but(quantity=one.quantity - less))
    return result[::-1]
