"""Stock under work in one transaction: what comes and leaves, and the entries that say so (FIN-3)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import partial
from typing import Protocol

from typing_extensions import TypeVar

from contracts.event import Event
from contracts.money import rounded
from contracts.rates import HOME, Values
from contracts.value import Value
from contracts.warehouse import StockAdjusted
from services.finance.account.rules.account import Turn
from services.finance.account.rules.entries import (
    COST_OF_SALES,
    EXCHANGE,
    INVENTORY,
    PRICE_DIFFERENCE,
    STOCK_DIFFERENCES,
    Entry,
    Kind,
    Posting,
    either_way,
    moving,
)
from services.finance.account.rules.values import ZERO
from services.finance.item_cost.rules.average import ItemCost, arrive, leave, turn_out

E = TypeVar("E", bound=Event)


class Goods(Protocol):
    """So many of an item."""

    @property
    def item(self) -> str: ...
    @property
    def quantity(self) -> Decimal: ...


class Valued(Value):
    """Purchased goods that come in with what they cost, or turn out to have cost so much more (``came`` false).

    ``against``: the other side of that amount, in ``currency``.
    """

    item: str
    quantity: Decimal
    amount: Decimal
    came: bool
    kind: Kind
    document: str
    supplier: str
    currency: str
    against: Posting


@dataclass
class Stock:
    """``found``: the items' costs as they were; ``changed``: as they are now."""

    found: Mapping[str, ItemCost]
    changed: dict[str, ItemCost] = field(default_factory=dict)

    def of(self, item: str) -> ItemCost:
        return self.changed.get(item) or self.found.get(item) or ItemCost(item=item)

    def sold(self, turn: Turn[E], document: str, goods: Iterable[Goods]) -> Turn[E]:
        """The turn, with what its goods cost that leave."""
        worth = sum((self._become(leave(self.of(one.item), one.quantity)) for one in goods), ZERO)
        return _costing(turn, document, -worth)

    def taken_back(self, turn: Turn[E], document: str, goods: Iterable[Goods]) -> Turn[E]:
        """The turn, less what its goods cost that come back: worth the average of today."""
        known = ((self.of(one.item), one.quantity) for one in goods)
        worth = sum((self._become(arrive(cost, came, cost.worth(came))) for cost, came in known), ZERO)
        return _costing(turn, document, -worth)

    def adjust(self, told: StockAdjusted) -> tuple[Entry, ...]:
        """What was found comes in at the average, what is missing leaves at it; an opening stock without a value, for
        nobody says what it cost. What had left before it was heard of costs nothing then."""
        cost, found = self.of(told.item), max(told.quantity, ZERO)
        worth = ZERO if told.opening else cost.worth(found)
        into = self._become(arrive(cost, found, worth) if found else leave(cost, -told.quantity))
        against = COST_OF_SALES if told.opening else STOCK_DIFFERENCES
        sides = moving(either_way(INVENTORY, into), either_way(against, -into))
        return (Entry(kind="count", document=told.item, currency=HOME, postings=sides),) if sides else ()

    def value(self, valued: Valued, values: Values) -> tuple[Entry, ...]:
        """The entries of purchased goods: what is there takes their cost, the rest is cost of sales.

        In another currency than the company's by the rate of the day, over the account of exchange differences; what
        has no rate comes in without a value, and what it cost stays a difference in price.
        """
        rate = values.get(valued.currency)
        worth = rounded(valued.amount * rate, HOME) if rate else ZERO
        before = self.of(valued.item)
        become = arrive if valued.came else turn_out
        into = self._become(become(before, valued.quantity, worth))
        side = either_way(EXCHANGE if rate else PRICE_DIFFERENCE, valued.amount)
        taken = (either_way(INVENTORY, into), either_way(COST_OF_SALES, worth - into))
        if valued.currency == HOME:
            return _entries(valued, valued.currency, *taken, valued.against)
        abroad = _entries(valued, valued.currency, side, valued.against)
        return abroad + _entries(valued, HOME, *taken, either_way(EXCHANGE, -worth))

    def _become(self, now: ItemCost) -> Decimal:
        """The change of its value."""
        before = self.of(now.item)
        self.changed[now.item] = now
        return now.value - before.value


def _costing(turn: Turn[E], document: str, amount: Decimal) -> Turn[E]:
    account, sides = turn.document, moving(either_way(COST_OF_SALES, amount), either_way(INVENTORY, -amount))
    if not sides:
        return turn
    entry = Entry(
        kind="cost",
        document=document,
        order_id=account.order_id,
        customer=account.customer,
        currency=HOME,
        postings=sides,
    )
    return replace(turn, entries=(*turn.entries, entry))


def _entries(valued: Valued, currency: str, *postings: Posting) -> tuple[Entry, ...]:
    entry = partial(Entry, kind=valued.kind, document=valued.document, supplier=valued.supplier, currency=currency)
    moved = moving(*postings)
    return (entry(postings=moved),) if moved else ()
