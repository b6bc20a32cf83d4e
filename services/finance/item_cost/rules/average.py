"""The moving average of an item, in the company's currency (FIN-3, docs/decisions/0040).

What leaves while nothing is there leaves at the last average; what it really cost shows when it comes, and the
difference is cost of sales. What goods cost besides counts for those that are there, and is cost of sales for the rest.
"""

from __future__ import annotations

from decimal import Decimal

from contracts.money import rounded
from contracts.rates import HOME
from contracts.value import Value
from services.finance.account.rules.values import ZERO

PLACES = Decimal("1e-8")
"""Of an average; what is posted is rounded of the whole."""


class ItemCost(Value):
    """An item's goods as finance has heard of them; below zero is what left before it came."""

    item: str
    quantity: Decimal = ZERO
    value: Decimal = ZERO
    average: Decimal = ZERO
    """Of one, when there was any last; 0 while nothing is known."""

    @property
    def there(self) -> Decimal:
        return max(self.quantity, ZERO)

    def worth(self, quantity: Decimal) -> Decimal:
        """So many at the average."""
        return rounded(quantity * self.average, HOME)


def arrive(cost: ItemCost, quantity: Decimal, worth: Decimal) -> ItemCost:
    """Goods come in. What of them had left before it came is worth nothing any more, whatever it left at."""
    short = min(max(-cost.quantity, ZERO), quantity)
    gone, left_at = _share(worth, short, quantity), _share(cost.value, short, -cost.quantity)
    now = cost.but(quantity=cost.quantity + quantity, value=cost.value - left_at + worth - gone)
    return _averaged(now, worth / quantity)


def leave(cost: ItemCost, quantity: Decimal) -> ItemCost:
    """Goods go out: all that is there with all its value, what is above it at the last average."""
    there = min(cost.there, quantity)
    value = cost.value - _share(cost.value, there, cost.quantity) - cost.worth(quantity - there)
    return cost.but(quantity=cost.quantity - quantity, value=value)


def turn_out(cost: ItemCost, quantity: Decimal, more: Decimal) -> ItemCost:
    """So many of its goods cost so much more, or less, than they came in with; no stock is worth less than nothing."""
    into = max(_share(more, min(cost.there, quantity), quantity), -cost.value)
    return _averaged(cost.but(value=cost.value + into), cost.average) if cost.there else cost


def _averaged(cost: ItemCost, else_at: Decimal) -> ItemCost:
    each = cost.value / cost.quantity if cost.there else else_at
    return cost.but(average=each.quantize(PLACES))


def _share(amount: Decimal, part: Decimal, whole: Decimal) -> Decimal:
    if not part:
        return ZERO
    return amount if part == whole else rounded(amount * part / whole, HOME)
