"""Logistics' verdict on a version of an order (SAL-5, LOG-1)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from chassis.handling import Nothing, NotReady
from contracts.incoterms import agreed
from contracts.logistics import RouteJudged, RouteReviewed
from contracts.order import OrderContent
from contracts.reasons import because
from contracts.review import Reason
from contracts.sales import ItemChanged, OrderClarified, OrderReceived, TrialRequested
from contracts.scalars import Mode
from services.logistics.shipment.rules.offers import Barred
from services.logistics.shipment.rules.transport import Choice, Tariff

Unconfirmed = OrderReceived | OrderClarified


def complete(order: Unconfirmed) -> OrderContent | None:
    """The content of an order that can be reviewed; None while something is missing."""
    return order.content if isinstance(order.content, OrderContent) and order.complete else None


def review(order: Unconfirmed, weights: Mapping[str, Decimal], tariff: Tariff) -> RouteReviewed | Nothing | NotReady:
    """The verdict on a complete order; waits only for the weight of an item that is not known here yet."""
    content = complete(order)
    if content is None:
        return ()
    unknown = [line.item for line in content.lines if line.item not in weights]
    if unknown:
        return NotReady(of=(ItemChanged,), key=unknown[0])
    weight_kg = sum((line.quantity * weights[line.item] for line in content.lines), Decimal(0))
    country = content.deliver_to.country
    choice = tariff.choose(country, weight_kg, content.wanted)
    return verdict(order, content, choice, tariff.barred.get(country, ()))


def judge(trial: TrialRequested, weights: Mapping[str, Decimal], tariff: Tariff) -> RouteJudged | Nothing | NotReady:
    """As a review of the order that it would be (SAL-24)."""
    said = review(trial.order, weights, tariff)
    return RouteJudged.of(said) if isinstance(said, RouteReviewed) else said


def verdict(
    order: Unconfirmed, content: OrderContent, choice: Choice | None, barred: Sequence[Barred] = ()
) -> RouteReviewed:
    """No without a rate to the country, or with those of ``barred`` carriers alone; with conditions when even the
    fastest comes after the day wanted."""
    if choice is None:
        why = barred[0].why if barred else {}
        reason = because("no_route", country=content.deliver_to.country, **why)
        return RouteReviewed(order_id=order.order_id, order_version=order.version, verdict="no", reasons=(reason,))
    option = choice.option
    return RouteReviewed(
        order_id=order.order_id,
        order_version=order.version,
        verdict="yes" if choice.in_time else "conditions",
        ready_on=option.arrives,
        cost=option.cost,
        transit_days=option.rate.days,
        mode=option.rate.mode,
        fastest_days=choice.fastest_days,
        reasons=(choice.reason, *unfit_term(content.incoterm, option.rate.mode)),
    )


def unfit_term(incoterm: str, mode: Mode) -> tuple[Reason, ...]:
    """Said where a term for the sea alone was agreed and the goods go another way: FCA, CPT or CIP is meant (LOG-6)."""
    known = agreed(incoterm)
    if known is None or mode == "sea" or not known.term.by_sea_only:
        return ()
    return (because("by_sea_only", term=known.term.code, mode=mode, instead=known.term.for_any_mode),)
