"""What an order costs and leaves, where somebody may see both sides (NOT-2)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from contracts.money import Money
from services.notify.desk.order.told import Account, Content, Order, Purchases, Rate, Rates


@dataclass(frozen=True)
class Margin:
    """Of one purchase of an item: what a unit costs, what it is sold for less the discount, and the share that is left.

    Goods from the shelf have no cost here: nobody values what lies there.
    """

    item: str
    number: str
    cost: Money
    price: Money | None
    share: Decimal | None
    """Of the price, compared at today's rates; None where a rate or the price is not known."""


def margins_of(order: Order | None, purchases: Purchases | None, rates: Rates | None) -> tuple[Margin, ...]:
    """By item; none for who may not see what things cost."""
    values = {rate.currency: rate.value for rate in rates.items} if rates else {}
    return tuple(sorted(_margins(_prices(order), purchases, values), key=lambda one: (one.item, one.number)))


def rate_of(account: Account | None, rates: Rates | None) -> Rate | None:
    """By what the order's currency is compared with others today."""
    known = {rate.currency: rate for rate in rates.items} if rates else {}
    return known.get(account.currency) if account else None


def _margins(
    prices: Mapping[str, Money], purchases: Purchases | None, values: Mapping[str, Decimal]
) -> Iterator[Margin]:
    for one in purchases.items if purchases else ():
        if one.unit_price and one.ordered_on:
            price = prices.get(one.item)
            share = _share(price, one.unit_price, values) if price else None
            yield Margin(one.item, one.number, one.unit_price, price, share)


def _prices(order: Order | None) -> dict[str, Money]:
    """What a unit of each item brings; of an item on several lines the least."""
    prices: dict[str, Money] = {}
    content = order.content if order else Content()
    for line in content.lines:
        if line.item and line.unit_price:
            net = line.unit_price.but(amount=line.unit_price.amount * (1 - content.discount))
            known = prices.get(line.item, net)
            prices[line.item] = min(known, net, key=lambda money: money.amount)
    return prices


def _share(price: Money, cost: Money, values: Mapping[str, Decimal]) -> Decimal | None:
    brings, takes = values.get(price.currency), values.get(cost.currency)
    if not price.amount or brings is None or takes is None:
        return None
    return 1 - cost.amount * takes / (price.amount * brings)
