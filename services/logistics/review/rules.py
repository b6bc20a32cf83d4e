"""Logistics' verdict on a version of an order (SAL-5, LOG-1)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

from contracts.logistics import RouteReviewed
from contracts.order import OrderContent, OrderLine
from contracts.review import Reason
from contracts.sales import OrderClarified, OrderReceived
from services.logistics.carriers.rules import Choice, Rate, choose, options

Unconfirmed = OrderReceived | OrderClarified


def complete(order: Unconfirmed) -> OrderContent | None:
    """The content of an order that can be reviewed; None while something is missing."""
    return order.content if isinstance(order.content, OrderContent) and order.complete else None


def unknown_item(lines: Sequence[OrderLine], weights: Mapping[str, Decimal]) -> str | None:
    """The first item whose weight is not known yet."""
    return next((line.item for line in lines if line.item not in weights), None)


def weight_of(lines: Sequence[OrderLine], weights: Mapping[str, Decimal]) -> Decimal:
    """In kg."""
    return sum((line.quantity * weights[line.item] for line in lines), Decimal(0))


def review(
    order: Unconfirmed,
    content: OrderContent,
    weight_kg: Decimal,
    rates: Sequence[Rate],
    *,
    today: date,
    home: str,
    values: Mapping[str, Decimal],
) -> RouteReviewed:
    """No without a rate to the country; with conditions when even the fastest comes after the day wanted."""
    country = content.deliver_to.country
    offered = options(rates, weight_kg, today, values)
    choice = choose(offered, content.wanted, international=country != home)
    if choice is None:
        reason = Reason(code="no_route", text=f"no carrier has a rate to {country}")
        return RouteReviewed(order_id=order.order_id, order_version=order.version, verdict="no", reasons=(reason,))
    return _reviewed(order, choice)


def _reviewed(order: Unconfirmed, choice: Choice) -> RouteReviewed:
    option = choice.option
    return RouteReviewed(
        order_id=order.order_id,
        order_version=order.version,
        verdict="yes" if choice.in_time else "conditions",
        ready_on=option.arrives,
        cost=option.cost,
        transit_days=option.rate.days,
        mode=option.rate.mode,
        reasons=(choice.reason,),
    )
