"""How the uncovered needs are bought: one purchase per supplier, at which budget, and what is impossible. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from uuid import UUID

from contracts.money import Money
from contracts.reasons import because
from contracts.review import Reason
from services.purchasing.ledger.rules.book import STOCK, Book
from services.purchasing.ledger.rules.dealing import Part, Parts, served_of
from services.purchasing.ledger.rules.offers import in_packs, within_budget
from services.purchasing.ledger.rules.purchase import ZERO, Purchase, place, withdraw

NOT_NEEDED = because("not_needed")


@dataclass(frozen=True)
class Ordering:
    """How purchases are made: the figures and switches of PUR-1 to PUR-4. ``own_shop``: the supplier who is us.

    ``word_by_hand``: before a price above the budget is signed, its supplier confirms it.
    """

    tolerance: Decimal
    today: date
    buyer: str
    days_before_promise: int
    own_shop: str
    by_hand: bool
    cancel_by_hand: bool
    ask_by_hand: bool
    word_by_hand: bool

    def awaits_word(self, purchase: Purchase) -> bool:
        """Whether its price is above the budget, and its supplier has not said himself that he sells at it (PUR-3).

        Our own shop is asked by nobody.
        """
        price, budget = purchase.unit_price, purchase.budget_price
        if not self.word_by_hand or purchase.made or price is None or budget is None or purchase.price_confirmed:
            return False
        return not within_budget(price, budget, self.tolerance)


def make(
    book: Book, groups: dict[str, Parts], drafts: Sequence[Purchase], ordering: Ordering, new_ids: Iterator[UUID]
) -> list[tuple[Purchase, Parts]]:
    """One purchase per supplier: the draft that waits for him, one that a supplier lost, or a new one."""
    free = list(drafts)
    result = []
    for supplier, parts in groups.items():
        same = [d for d in free if d.supplier == supplier] or [d for d in free if not d.supplier]
        base = same[0] if same else Purchase(id=next(new_ids), item=book.item)
        free = [d for d in free if d.id != base.id]
        drawn = replace(base, shared=_shared(book.item, groups, supplier))
        result.append((_drawn(book, drawn, supplier, parts, ordering), parts))
    return result


def _drawn(book: Book, base: Purchase, supplier: str, parts: Parts, ordering: Ordering) -> Purchase:
    offer = next(o for o in book.offers if o.supplier == supplier)
    wanted = sum(parts.values(), ZERO)
    quantity = in_packs(wanted, offer.pack)
    draft = replace(
        base,
        supplier=supplier,
        made=supplier == ordering.own_shop,
        quantity=quantity,
        for_stock=parts.get(STOCK, ZERO),
        pack=offer.pack,
        surplus=quantity - wanted,
        unit_price=offer.price_for(quantity),
        budget_price=base.budget_price or _budget(book, parts),
        lead_days=offer.lead_days,
        quotation=offer.quotation,
    )
    if ordering.by_hand:
        return draft
    placed = place(draft, offer, ordering.tolerance, ordering.buyer, ordering.today)
    waits = ordering.ask_by_hand or ordering.awaits_word(draft)
    return draft if placed.state == "asked" and waits else placed


def _shared(item: str, groups: Mapping[str, Parts], supplier: str) -> Reason | None:
    """Why he gets only a part of what an order lacks: nobody alone has room for all of it (PUR-7)."""
    split = {order for order in groups[supplier] if sum(order in parts for parts in groups.values()) > 1}
    if not split:
        return None
    shares = {one: sum((parts[order] for order in split & parts.keys()), ZERO) for one, parts in groups.items()}
    told = ", ".join(f"{one} {part:f}" for one, part in shares.items() if part)
    return because("no_room_alone", item=item, lacks=sum(shares.values(), ZERO), shares=told)


def _budget(book: Book, parts: Parts) -> Money:
    """The original budget (PUR-3): what was agreed with the first by rank, also when a faster one is asked.

    Of needs that another supplier lost it is the lowest of theirs, so that rises do not add up.
    """
    versions = {(n.order_id, n.order_version) for n in book.needs.values()} | {(STOCK, book.low_version)}
    budgets = [
        t.budget for t in book.tried if t.budget and t.order_id in parts and (t.order_id, t.order_version) in versions
    ]
    return min(budgets, key=lambda b: b.amount) if budgets else book.offers[0].agreed_price


def leave_uncovered(
    book: Book, impossible: Sequence[Part], unused: Sequence[Purchase], today: date, new_ids: Iterator[UUID]
) -> list[Purchase]:
    """The item's one row for what nobody sells, and the drafts that nobody needs any more."""
    row = next((p for p in book.purchases if p.state == "impossible"), None)
    rest = list(unused)
    if row is None and impossible:
        told = [d for d in rest if d.version]
        row = told[0] if told else Purchase(id=next(new_ids), item=book.item)
        rest = [d for d in rest if d.id != row.id]
    dropped = [_dropped(draft) for draft in rest]
    return dropped if row is None else [*dropped, _impossible(book, row, impossible, today)]


def _impossible(book: Book, row: Purchase, impossible: Sequence[Part], today: date) -> Purchase:
    served = tuple(served_of(book.item, need, part) for need, part in impossible)
    reason = _why_not(book, impossible, today)
    stated = Purchase(
        id=row.id, item=row.item, state="impossible", version=row.version, served=served, reason=reason.code
    )  # fmt: skip
    new = set(served) - set(row.served) if row.state == "impossible" else set(served)
    return stated.say("impossible", reason=reason) if new else stated


def _why_not(book: Book, impossible: Sequence[Part], today: date) -> Reason:
    """Of all that are left the one who sells the least; else that every price has ended, or that all said no."""
    if book.discontinued or not book.offers:
        return because("discontinued" if book.discontinued else "nobody_sells", item=book.item)
    versions = {(need.order_id, need.order_version) for need, _ in impossible}
    tried = {t.supplier for t in book.tried if (t.order_id, t.order_version) in versions}
    left = [one for one in book.offers if one.supplier not in tried]
    standing = [one for one in left if one.stands_on(today)]
    if standing:
        least = min(standing, key=lambda one: one.minimum)
        lacks = sum((part for _, part in impossible), ZERO)
        return because("below_least", item=book.item, supplier=least.supplier, least=least.minimum, lacks=lacks)
    if left:
        last = max(left, key=lambda one: one.valid_until or date.min)
        return because("price_ended", item=book.item, supplier=last.supplier, valid_until=last.valid_until)
    return because("all_declined", item=book.item)


def _dropped(draft: Purchase) -> Purchase:
    if draft.version:
        return withdraw(draft, NOT_NEEDED)
    return replace(draft, state="closed", quantity=ZERO, for_stock=ZERO, served=(), reason=NOT_NEEDED.text)
