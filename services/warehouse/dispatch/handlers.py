"""Shipments released, packed, cancelled, dispatched, and goods that come back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from uuid import UUID

from chassis import clock
from chassis.handling import Answer, Db, Handler, NotReady
from chassis.ids import new_id
from chassis.numbers import take_numbers
from chassis.refusal import Refusal
from contracts.event import Event
from contracts.logistics import ShipmentCancelled, ShipmentDispatched
from contracts.sales import ItemChanged, OrderCancelled, OrderChanged, OrderConfirmed, OrderReleased
from contracts.warehouse import GoodsPacked
from services.warehouse.book.rules import Shipment
from services.warehouse.book.store import open_book, save_book
from services.warehouse.dispatch import rules, store
from services.warehouse.dispatch.store import PackedState, ShipmentState
from services.warehouse.packages.rules import Measures
from services.warehouse.policy import policy
from services.warehouse.reservation.rules import Undone
from services.warehouse.stock.rules import Statement

Nothing = tuple[()]


async def take_released(db: Db, released: Sequence[OrderReleased]) -> list[GoodsPacked | Nothing | NotReady]:
    """Pack what sales released, or leave it to the storekeeper; a shipment no longer reserved is not packed."""
    found, measures = await store.open_for_packing(db, (heard.shipment_id for heard in released))
    shipments = [found.get(heard.shipment_id) for heard in released]
    due = [shipment for shipment in shipments if shipment and shipment.state == "reserved"]
    for heard in released:
        if heard.shipment_id in found:
            found[heard.shipment_id].sales_slip = heard.slip_number
    if policy().packing == "by_hand":
        for shipment in due:
            shipment.state = "to_pack"
        await store.keep_packed(db, due)
        return [() for _ in released]
    unready = {s.shipment_id: item for s in due if (item := rules.unmeasured(s, measures))}
    packed = await _pack(db, [s for s in due if s.shipment_id not in unready], measures)
    return [
        NotReady(of=(ItemChanged,), key=unready[heard.shipment_id])
        if heard.shipment_id in unready
        else packed.get(heard.shipment_id, ())
        for heard in released
    ]


async def pack_by_hand(db: Db, asked: Sequence[rules.Pack]) -> list[Answer | Refusal]:
    """Pack shipments that were released and wait for a storekeeper."""
    found, measures = await store.open_for_packing(db, (one.shipment_id for one in asked))
    refusals = [rules.packing_refusal(found.get(one.shipment_id), one, measures) for one in asked]
    due = [found[one.shipment_id] for one, refusal in zip(asked, refusals, strict=True) if not refusal]
    packed = await _pack(db, due, measures)
    return [
        refusal or _told(found[one.shipment_id], packed[one.shipment_id])
        for one, refusal in zip(asked, refusals, strict=True)
    ]


def _told(shipment: Shipment, packed: GoodsPacked) -> Answer:
    return Answer(PackedState.of(shipment, packages=list(packed.packages), sales_slip=shipment.sales_slip), (packed,))


async def _pack(db: Db, due: Sequence[Shipment], measures: Measures) -> dict[UUID, GoodsPacked]:
    numbers = await take_numbers(db, "OS", clock.today().year, len(due))
    max_kg = policy().package_max_kg
    packed = {s.shipment_id: rules.pack(s, number, measures, max_kg) for s, number in zip(due, numbers, strict=True)}
    await store.keep_packed(db, due, {shipment_id: goods.packages for shipment_id, goods in packed.items()})
    return packed


async def unpack(db: Db, cancelled: Sequence[ShipmentCancelled]) -> list[tuple[Undone, ...] | NotReady]:
    """Put back what logistics will not send, once it is known here why."""
    book = await open_book(db, orders=(heard.order_id for heard in cancelled))
    outcomes: list[tuple[Undone, ...] | NotReady] = []
    for heard in cancelled:
        demand = book.demands.get(heard.order_id)
        shipment = demand.shipments.get(heard.shipment_id) if demand else None
        if demand is None or shipment is None or rules.cause_unheard(demand, shipment):
            outcomes.append(NotReady(of=(OrderCancelled, OrderChanged), key=heard.key))
        else:
            outcomes.append(rules.unpack(book, demand, shipment, iter(new_id, None)))
    await save_book(db, book)
    return outcomes


async def leave(db: Db, dispatched: Sequence[ShipmentDispatched]) -> list[tuple[Statement, ...] | NotReady]:
    """Take off the shelf what has left."""
    book, at = await open_book(db, orders=(heard.order_id for heard in dispatched), waiting=False), clock.now()
    outcomes: list[tuple[Statement, ...] | NotReady] = []
    for heard in dispatched:
        demand = book.demands.get(heard.order_id)
        shipment = demand.shipments.get(heard.shipment_id) if demand else None
        if demand is None or shipment is None:
            outcomes.append(NotReady(of=(OrderConfirmed, OrderChanged), key=heard.key))
        else:
            outcomes.append(rules.leave(book, demand, shipment, at, iter(new_id, None)))
    await save_book(db, book)
    return outcomes


async def take_back(db: Db, asked: Sequence[rules.TakeBack]) -> list[Answer | Refusal]:
    """Restock goods that came back."""
    book, at = await open_book(db, orders=(one.order_id for one in asked)), clock.now()
    answers: list[Answer | Refusal] = []
    for one in asked:
        refusal = rules.return_refusal(book.demands.get(one.order_id), one, book.masters)
        if refusal:
            answers.append(refusal)
            continue
        back = replace(one, returned_on=one.returned_on or clock.today())
        said = rules.take_back(book, back, at, iter(new_id, None))
        answers.append(Answer(ShipmentState.of(book.changed_shipments[one.shipment_id]), said))
    await save_book(db, book)
    return answers


HANDLES: Mapping[type[Event], Handler] = {
    OrderReleased: take_released,
    ShipmentCancelled: unpack,
    ShipmentDispatched: leave,
}
