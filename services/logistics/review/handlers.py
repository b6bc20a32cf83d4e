"""The route review of every complete version of an order before its confirmation."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from chassis.handling import Db, Handler, Nothing, NotReady
from contracts.event import Event
from contracts.logistics import RouteJudged, RouteReviewed
from contracts.order import OrderContent
from contracts.sales import ItemChanged, OrderClarified, OrderReceived, ReviewRequested, TrialRequested
from services.logistics.review import rules, store
from services.logistics.shipment.rules.transport import Tariff
from services.logistics.shipment.store import tariff_to


async def keep_weights(db: Db, items: Sequence[ItemChanged]) -> list[Nothing]:
    await store.keep_weights(db, items)
    return [() for _ in items]


async def review_route(db: Db, orders: Sequence[rules.Unconfirmed]) -> list[RouteReviewed | Nothing | NotReady]:
    """Waits only for the weight of an item that is not known here yet."""
    contents = [content for content in map(rules.complete, orders) if content]
    if not contents:
        return [() for _ in orders]
    weights, tariff = await _known_of(db, contents)
    return [rules.review(order, weights, tariff) for order in orders]


async def review_change(db: Db, asked: Sequence[ReviewRequested]) -> list[RouteReviewed | Nothing | NotReady]:
    """The verdict on what is still to leave of a changed order (SAL-9)."""
    return await review_route(db, [one.order for one in asked])


async def judge(db: Db, trials: Sequence[TrialRequested]) -> list[RouteJudged | Nothing | NotReady]:
    """What a review would say now; waits as a review does."""
    weights, tariff = await _known_of(db, [trial.content for trial in trials])
    return [rules.judge(trial, weights, tariff) for trial in trials]


async def _known_of(db: Db, contents: Sequence[OrderContent]) -> tuple[Mapping[str, Decimal], Tariff]:
    """What their items weigh, and what carriers offer to their countries."""
    weights = await store.weights_of(db, list({line.item for content in contents for line in content.lines}))
    return weights, await tariff_to(db, {content.deliver_to.country for content in contents})


HANDLES: Mapping[type[Event], Handler] = {
    ItemChanged: keep_weights,
    OrderReceived: review_route,
    OrderClarified: review_route,
    ReviewRequested: review_change,
    TrialRequested: judge,
}
