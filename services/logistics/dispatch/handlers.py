"""Packed goods leave, or go back when the order was cancelled or changed (LOG-1, SAL-9)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from chassis.figures import holding
from chassis.handling import Answer, Db, Handler, NotReady, Reading, Step, Timer
from chassis.refusal import Refusal
from contracts.event import Event
from contracts.logistics import ShipmentCancelled, ShipmentDispatched
from contracts.sales import OrderCancelled, OrderChanged, OrderConfirmed
from contracts.warehouse import GoodsPacked
from services.logistics.dispatch import rules, store
from services.logistics.dispatch.rules import Dispatch
from services.logistics.dispatch.store import Rated
from services.logistics.documents import store as documents
from services.logistics.policy import Policy
from services.logistics.shipment import store as shipments
from services.logistics.shipment import work
from services.logistics.shipment.rules.life import OrderNews, leave
from services.logistics.shipment.rules.shipment import Shipment
from services.logistics.shipment.rules.transport import Tariff
from services.logistics.shipment.view import ShipmentState

AT_ONCE = 500


async def take_order(db: Db, news: Sequence[OrderNews]) -> list[tuple[ShipmentCancelled, ...]]:
    """A cancel or a newer version stops every shipment of an older version that has not left."""
    await shipments.keep_versions(db, news)
    return await work.handle(db, news, shipments.load_packed, rules.stop)


async def take_over(
    db: Db, packed: Sequence[GoodsPacked]
) -> list[tuple[ShipmentDispatched | ShipmentCancelled, ...] | NotReady]:
    """Goods packed leave by rule, wait for a clerk, or go back; they wait for the content of their version."""
    return await work.handle(db, packed, shipments.handover, rules.take_over)


async def dispatch(db: Db, asked: Sequence[Dispatch]) -> list[Answer[ShipmentDispatched] | Refusal]:
    """A clerk sends packed goods off, with the carrier and mode that he names or by rule (LOG-1)."""
    answers = await work.command_to_leave(db, asked, rules.dispatch)
    sent = [one.body for one in answers if isinstance(one, Answer) and isinstance(one.body, ShipmentState)]
    home = (await holding(db, Policy)).home_country
    await _warn(db, [one for one in sent if one.country != home])
    return answers


async def _warn(db: Db, abroad: Sequence[ShipmentState]) -> None:
    """Where the company bars nothing, the clerk is told what customs will ask (LOG-8)."""
    lacking = await documents.undeclared(db, [one.id for one in abroad]) if abroad else {}
    for one in abroad:
        one.lacks = lacking.get(one.id, ())


async def find_rated(db: Reading, _now: datetime) -> list[tuple[str, UUID]]:
    """Goods that came when no rate reached their country, or that customs data barred; where they leave by rule."""
    policy = await holding(db, Policy)
    if policy.dispatch == "by_hand":
        return []
    found, after, lapsed = list[tuple[str, UUID]](), None, policy.lapsed_review == "warn"
    while len(found) < AT_ONCE and (rated := await store.find_rated(db, after, AT_ONCE, lapsed=lapsed)):
        barred = await _barred(db, rated, policy)
        found += [(str(one.order_id), one.shipment_id) for one in rated if one.shipment_id not in barred]
        after = rated[-1].shipment_id
    return found


async def _barred(db: Reading, rated: Sequence[Rated], policy: Policy) -> set[UUID]:
    """What customs data keep here: however many they are, they take no place of goods that may leave (LOG-8)."""
    if policy.customs != "bar":
        return set()
    abroad = [one.shipment_id for one in rated if one.country != policy.home_country]
    lacking = await documents.undeclared(db, abroad) if abroad else {}
    return {shipment_id for shipment_id, wanted in lacking.items() if wanted}


async def send(db: Db, waiting: Sequence[UUID]) -> list[tuple[ShipmentDispatched, ...]]:
    """shipment.dispatched of those that are still there (LOG-1)."""
    return await work.handle(db, waiting, shipments.load_to_leave, _leave)


def _leave(shipment_id: UUID, loaded: tuple[shipments.Loaded, Tariff]) -> list[Step[Shipment, ShipmentDispatched]]:
    goods, tariff = loaded
    step = leave(goods[shipment_id], tariff) if shipment_id in goods else None
    return [step] if step and step.events else []


HANDLES: Mapping[type[Event], Handler] = {
    OrderConfirmed: take_order,
    OrderChanged: take_order,
    OrderCancelled: take_order,
    GoodsPacked: take_over,
}
TIMERS = (Timer("rates", find_rated, send, pace="work"),)
