"""The route review of every complete version of an order before its confirmation."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from chassis import clock
from chassis.handling import Db, Handler, NotReady
from contracts.event import Event
from contracts.logistics import RouteReviewed
from contracts.sales import ItemChanged, OrderClarified, OrderReceived
from services.logistics.carriers.rules import Rate
from services.logistics.carriers.store import rates_to
from services.logistics.policy import policy
from services.logistics.review import rules, store

Nothing = tuple[()]


async def keep_weights(db: Db, items: Sequence[ItemChanged]) -> list[Nothing]:
    await store.keep_weights(db, items)
    return [() for _ in items]


async def review_route(db: Db, orders: Sequence[rules.Unconfirmed]) -> list[RouteReviewed | Nothing | NotReady]:
    """Waits only for the weight of an item that is not known here yet."""
    contents = [content for content in map(rules.complete, orders) if content]
    if not contents:
        return [() for _ in orders]
    weights = await store.weights_of(db, list({line.item for content in contents for line in content.lines}))
    rates = await rates_to(db, list({content.deliver_to.country for content in contents}))
    return [_review(order, weights, rates) for order in orders]


def _review(
    order: rules.Unconfirmed, weights: Mapping[str, Decimal], rates: Mapping[str, Sequence[Rate]]
) -> RouteReviewed | Nothing | NotReady:
    content = rules.complete(order)
    if content is None:
        return ()
    unknown = rules.unknown_item(content.lines, weights)
    if unknown is not None:
        return NotReady(of=(ItemChanged,), key=unknown)
    return rules.review(
        order,
        content,
        rules.weight_of(content.lines, weights),
        rates[content.deliver_to.country],
        today=clock.today(),
        home=policy().home_country,
        values=policy().currency_values,
    )


HANDLES: dict[type[Event], Handler] = {
    ItemChanged: keep_weights,
    OrderReceived: review_route,
    OrderClarified: review_route,
}
