"""What a way out of a delay costs more in transport than the order would cost as it is (SAL-10). Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from contracts.money import Money, rounded
from contracts.scalars import Mode
from contracts.value import Value
from services.logistics.shipment.rules.offers import Option
from services.logistics.shipment.rules.transport import Tariff


class CarriageCost(Value):
    """A way out that is another transport, or one more."""

    way: Literal["express_carriage", "ship_in_part"]
    carrier: str
    mode: Mode
    days_sooner: int
    """Than the transport that the goods have otherwise."""
    costs_more: Money | None
    """In the order's currency; None where no rate of that is known."""


@dataclass(frozen=True)
class ToCarry:
    """What is still to leave of an order, in kg, and when it was promised."""

    country: str
    currency: str
    promised: date | None
    weight_kg: Decimal


def ways(goods: ToCarry, tariff: Tariff) -> Iterator[CarriageCost]:
    """By the fastest transport, where there is a faster one; in two shipments. None where no transport goes there."""
    planned = _planned(goods, tariff)
    fastest = tariff.choose(goods.country, goods.weight_kg, tariff.day)
    if planned is None or fastest is None:
        return
    if fastest.option.rate.days < planned.rate.days:
        yield _way("express_carriage", fastest.option, planned, goods, tariff)
    base = planned.rate.base * tariff.values[planned.rate.currency]
    yield _told("ship_in_part", planned, 0, base, goods, tariff)


def _planned(goods: ToCarry, tariff: Tariff) -> Option | None:
    """The cheapest in time; where nothing is in time any more, the cheapest."""
    chosen = tariff.choose(goods.country, goods.weight_kg, goods.promised)
    if chosen and not chosen.in_time:
        chosen = tariff.choose(goods.country, goods.weight_kg, None)
    return chosen.option if chosen else None


def _way(
    way: Literal["express_carriage"], option: Option, planned: Option, goods: ToCarry, tariff: Tariff
) -> CarriageCost:
    sooner = planned.rate.days - option.rate.days
    return _told(way, option, sooner, option.compared - planned.compared, goods, tariff)


def _told(
    way: Literal["express_carriage", "ship_in_part"],
    option: Option,
    sooner: int,
    more: Decimal,
    goods: ToCarry,
    tariff: Tariff,
) -> CarriageCost:
    """``more`` in the company's currency: what a second shipment costs is the rate's part that is no weight's."""
    value = tariff.values.get(goods.currency)
    cost = Money(amount=rounded(more / value, goods.currency), currency=goods.currency) if value else None
    return CarriageCost(
        way=way, carrier=option.rate.carrier, mode=option.rate.mode, days_sooner=sooner, costs_more=cost
    )
