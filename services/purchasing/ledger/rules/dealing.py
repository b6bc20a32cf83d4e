"""Dealing what is on order to the needs, by priority, then order number. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from uuid import UUID

from contracts.supply import Served
from services.purchasing.ledger.rules.book import Book, Need
from services.purchasing.ledger.rules.purchase import ZERO, Purchase

Parts = dict[UUID, Decimal]
"""How much each order gets."""
Part = tuple[Need, Decimal]


def served_of(item: str, need: Need, quantity: Decimal) -> Served:
    """The part of a purchase that a need gets, naming the version that it answers."""
    return Served(
        order_id=need.order_id,
        item=item,
        quantity=quantity,
        need_version=need.need_version,
        order_version=need.order_version,
    )


class Dealing:
    """The needs of an item in the order of their priority, what is left of each, and what each purchase serves."""

    def __init__(self, book: Book) -> None:
        self.item = book.item
        self.needs = sorted(book.needs.values(), key=lambda n: (n.number == "", -n.priority, n.number, n.order_id))
        self.rank = {need.order_id: rank for rank, need in enumerate(self.needs)}
        self.left: Parts = {need.order_id: need.quantity for need in self.needs}
        self.parts: dict[UUID, Parts] = {}
        self.declined = {(t.supplier, t.order_id, t.order_version) for t in book.tried}

    def keep(self, asked: Sequence[Purchase]) -> None:
        """While its price is asked a purchase serves whom it served, and nobody else."""
        for purchase in asked:
            for served in purchase.served:
                self._give(purchase.id, served.order_id, served.quantity)

    def deal(self, ordered: Sequence[Purchase]) -> None:
        """First to those whom the supplier has not declined, then to anybody."""
        room = {p.id: p.for_orders for p in ordered}
        self._deal([p for p in ordered if room[p.id]], room, self.declined)
        self._deal([p for p in ordered if room[p.id]], room, set())

    def uncovered(self, wanted: Decimal) -> list[Part]:
        """What is left of the needs, by priority, up to what is wanted in all."""
        result = []
        for need in self.needs:
            part = min(self.left[need.order_id], wanted)
            if part > 0:
                result.append((need, part))
                wanted -= part
        return result

    def deal_stock(self, ordered: Sequence[Purchase], impossible: Sequence[Part]) -> list[Part]:
        """What nobody sells is taken from what is on order for the shelf; the rest stays impossible."""
        stock = {p.id: p.stock for p in ordered if p.stock}
        result = []
        for need, wanted in impossible:
            still = wanted
            for purchase_id in stock:
                part = min(stock[purchase_id], still)
                self._give(purchase_id, need.order_id, part)
                stock[purchase_id] -= part
                still -= part
            if still:
                result.append((need, still))
        return result

    def served(self, purchase_id: UUID) -> tuple[Served, ...]:
        """Whom a purchase serves, by priority."""
        parts = self.parts.get(purchase_id, {})
        ranks = sorted(self.rank[order] for order in parts if order in self.rank)
        return tuple(served_of(self.item, self.needs[r], parts[self.needs[r].order_id]) for r in ranks)

    def _deal(self, purchases: Sequence[Purchase], room: Parts, declined: set[tuple[str, UUID, int]]) -> None:
        first = 0
        for need in self.needs:
            for purchase in purchases[first:] if self.left[need.order_id] else ():
                if (purchase.supplier, need.order_id, need.order_version) not in declined:
                    part = min(room[purchase.id], self.left[need.order_id])
                    self._give(purchase.id, need.order_id, part)
                    room[purchase.id] -= part
                if not self.left[need.order_id]:
                    break
            while first < len(purchases) and not room[purchases[first].id]:
                first += 1

    def _give(self, purchase_id: UUID, order_id: UUID, part: Decimal) -> None:
        if part:
            parts = self.parts.setdefault(purchase_id, {})
            parts[order_id] = parts.get(order_id, ZERO) + part
            self.left[order_id] -= part


def total(needs: Mapping[UUID, Need]) -> Decimal:
    """The sum of the needs."""
    return sum((need.quantity for need in needs.values()), ZERO)
