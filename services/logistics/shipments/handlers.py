"""Shipments: packed goods leave, or go back when the order was cancelled or changed (flow.md, Shipments)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from pydantic import BaseModel

from chassis import clock
from chassis.handling import Answer, Db, Handler, NotReady, Timer
from chassis.numbers import take_numbers
from chassis.refusal import NotFound, Refusal
from contracts.event import Event
from contracts.logistics import ShipmentCancelled, ShipmentDispatched
from contracts.sales import OrderCancelled, OrderChanged, OrderConfirmed
from contracts.scalars import Mode
from contracts.warehouse import GoodsPacked
from services.logistics.carriers.rules import Choice, Option, Rate, choose, options
from services.logistics.carriers.store import rates_to
from services.logistics.policy import policy
from services.logistics.shipments import rules, store
from services.logistics.shipments.rules import Delay, Deliver, Dispatch, OrderNews, Shipment

Nothing = tuple[()]


class ShipmentState(BaseModel):
    """A shipment as the outside sees it."""

    id: UUID
    number: str
    order_id: UUID
    order_version: int
    customer: str
    country: str
    state: str
    promised: date | None
    expected: date | None
    carrier: str | None
    mode: Mode | None
    tracking: str | None
    delivered_at: datetime | None
    proof: str | None
    dispatched_on: date | None
    corrections: list[rules.Correction]


async def hear_order(db: Db, news: Sequence[OrderNews]) -> list[tuple[ShipmentCancelled, ...]]:
    """A cancel or a newer version stops every shipment of an older version that has not left."""
    await store.keep_versions(db, news)
    packed = await store.packed_of(db, [n.order_id for n in news])
    stopped = [[_stop(shipment, n) for shipment in packed.get(n.order_id, ())] for n in news]
    pairs = [[pair for pair in of_order if pair] for of_order in stopped]
    await store.put(db, [shipment for of_order in pairs for shipment, _ in of_order])
    return [tuple(event for _, event in of_order) for of_order in pairs]


async def take_over(
    db: Db, packed: Sequence[GoodsPacked]
) -> list[ShipmentDispatched | ShipmentCancelled | Nothing | NotReady]:
    """Goods packed leave by rule, wait for a clerk, or go back; they wait for the content of their version."""
    known = await store.known_orders(db, [p.order_id for p in packed])
    contents = [rules.content_of(p, known.versions.get(p.order_id, ())) for p in packed]
    today = clock.today()
    numbers = iter(await take_numbers(db, "SH", today.year, sum(content is not None for content in contents)))
    outcomes: list[ShipmentDispatched | ShipmentCancelled | Nothing | NotReady] = []
    shipments: list[Shipment] = []
    for goods, content in zip(packed, contents, strict=True):
        if content is None:
            outcomes.append(NotReady(of=(OrderConfirmed, OrderChanged), key=str(goods.order_id)))
            continue
        taken = rules.shipment_of(goods, content, next(numbers))
        back = rules.why_not_to_go(goods, known.versions[goods.order_id])
        shipment, outcome = rules.cancel(taken, back) if back else _send(taken, known.rates, today)
        shipments.append(shipment)
        outcomes.append(outcome)
    await store.put(db, shipments)
    return outcomes


async def dispatch(db: Db, asked: Sequence[Dispatch]) -> list[Answer | Refusal]:
    """A clerk sends packed goods off, with the carrier and mode that he names or by rule (LOG-1)."""
    shipments = await store.lock(db, [a.shipment_id for a in asked])
    rates = await rates_to(db, list({s.country for s in shipments.values()}))
    results = [_dispatch(shipments.get(a.shipment_id), a, rates, clock.today()) for a in asked]
    await store.put(db, [result[0] for result in results if not isinstance(result, Refusal)])
    return [r if isinstance(r, Refusal) else Answer(state_of(r[0]), (r[1],)) for r in results]


async def find_rated(db: Db, _now: datetime) -> list[tuple[str, UUID]]:
    """Goods that came when no rate reached their country, and now one does; where they leave by rule."""
    if policy().dispatch == "by_hand":
        return []
    return [(str(order_id), shipment_id) for shipment_id, order_id in await store.find_rated(db)]


async def send(db: Db, waiting: Sequence[UUID]) -> list[ShipmentDispatched | Nothing]:
    """shipment.dispatched of those that are still there (LOG-1)."""
    locked = await store.lock(db, waiting)
    packed = {id_: shipment for id_, shipment in locked.items() if shipment.state == "packed"}
    rates = await rates_to(db, list({shipment.country for shipment in packed.values()}))
    sent = {id_: _send(shipment, rates, clock.today()) for id_, shipment in packed.items()}
    await store.put(db, [shipment for shipment, said in sent.values() if said])
    return [sent[id_][1] if id_ in sent else () for id_ in waiting]


async def report(db: Db, said: Sequence[Deliver | Delay]) -> list[Answer | Refusal]:
    """What carriers say of shipments under way; the same word again changes nothing (LOG-5)."""
    shipments = await store.lock(db, [s.shipment_id for s in said])
    results = [rules.report(shipments.get(s.shipment_id), s, clock.now(), clock.local_date) for s in said]
    await store.put(db, [r[0] for r in results if not isinstance(r, Refusal) and r[1]])
    return [r if isinstance(r, Refusal) else Answer(state_of(r[0]), r[1]) for r in results]


def offers(shipment: Shipment, rates: Sequence[Rate], today: date) -> list[Option]:
    """Every transport that could take a shipment today (LOG-1)."""
    return options(rates, shipment.weight_kg, today, policy().currency_values)


def state_of(shipment: Shipment) -> ShipmentState:
    return ShipmentState(
        id=shipment.shipment_id,
        corrections=list(shipment.corrections),
        **{name: getattr(shipment, name) for name in ShipmentState.model_fields if name not in ("id", "corrections")},
    )


def _stop(shipment: Shipment, news: OrderNews) -> tuple[Shipment, ShipmentCancelled] | None:
    reason = rules.why_to_stop(shipment, news)
    return rules.cancel(shipment, reason) if reason else None


def _send(shipment: Shipment, rates: store.Rates, today: date) -> tuple[Shipment, ShipmentDispatched | Nothing]:
    if policy().dispatch == "by_hand":
        return shipment, ()
    choice = _choice(shipment, offers(shipment, rates.get(shipment.country, ()), today))
    return rules.dispatch(shipment, choice, today) if choice else (shipment, ())


def _dispatch(
    shipment: Shipment | None, asked: Dispatch, rates: store.Rates, today: date
) -> tuple[Shipment, ShipmentDispatched] | Refusal:
    refusal = rules.dispatch_refusal(shipment, asked)
    if refusal or shipment is None:
        return refusal or NotFound(what="shipment", id=asked.shipment_id)
    choice = _choice(shipment, rules.wanted(offers(shipment, rates[shipment.country], today), asked))
    if choice is None:
        return rules.NoTransport(country=shipment.country)
    return rules.dispatch(shipment, choice, today, asked.tracking or "")


def _choice(shipment: Shipment, offered: Sequence[Option]) -> Choice | None:
    return choose(offered, shipment.promised, international=shipment.country != policy().home_country)


HANDLES: dict[type[Event], Handler] = {
    OrderConfirmed: hear_order,
    OrderChanged: hear_order,
    OrderCancelled: hear_order,
    GoodsPacked: take_over,
}
TIMERS = (Timer("rates", find_rated, send),)
