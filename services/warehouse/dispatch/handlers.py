"""Shipments released, packed, cancelled, dispatched, and goods that come back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from uuid import UUID

from chassis import clock
from chassis.figures import holding
from chassis.handling import Answer, Db, Handler, Nothing, NotReady
from chassis.ids import ids
from chassis.refusal import Refusal
from contracts.event import Event
from contracts.logistics import ShipmentCancelled, ShipmentDispatched
from contracts.sales import OrderCancelled, OrderChanged, OrderConfirmed, OrderReleased
from contracts.warehouse import GoodsPacked, ReturnReceived
from services.warehouse.book.rules.book import Book
from services.warehouse.book.rules.deal import Redeal, Statement
from services.warehouse.book.store import Pieces, Touched
from services.warehouse.book.view import PackedState, ShipmentState
from services.warehouse.book.work import Papers, command, handle
from services.warehouse.dispatch import store
from services.warehouse.dispatch.rules import measured, pieces, returns, shipping
from services.warehouse.expecting_back import store as expected
from services.warehouse.policy import Policy


async def take_released(db: Db, released: Sequence[OrderReleased]) -> list[GoodsPacked | Nothing | NotReady]:
    """Pack what sales released, or leave it to the storekeeper; a shipment no longer reserved is not packed."""
    touched = Touched(orders=[heard.order_id for heard in released], waiting=False)
    policy = await holding(db, Policy)
    if policy.packing == "by_hand":
        return await handle(db, released, shipping.leave_to_storekeeper, touched)
    papers, max_kg = Papers("OS", shipping.packs), policy.package_max_kg
    return await handle(db, released, lambda book, one: shipping.pack_released(book, one, max_kg), touched, papers)


async def pack_by_hand(db: Db, asked: Sequence[shipping.Pack]) -> list[Answer[GoodsPacked] | Refusal]:
    """Pack shipments that were released and wait for a storekeeper."""
    max_kg = (await holding(db, Policy)).package_max_kg
    taken = await store.labelled(db, [label for one in asked for label in measured.labels_of(one.measured)])

    def do(book: Book, one: shipping.Pack) -> Answer[GoodsPacked] | Refusal:
        if refusal := shipping.packing_refusal(book, one, taken):
            return refusal
        shipment = book.demands[one.order_id].shipments[one.shipment_id]
        packed = shipping.pack(book, shipment, next(book.numbers), max_kg, one)
        return Answer(PackedState.of(shipment, packages=list(packed.packages)), (packed,))

    papers = Papers[shipping.Pack]("OS", lambda book, one: shipping.packing_refusal(book, one, taken) is None)
    touched = Touched(orders=[one.order_id for one in asked], waiting=False)
    answers = await command(db, asked, do, touched, papers, _packed)
    await store.label(db, _labels(asked, answers))
    return answers


def _labels(asked: Sequence[shipping.Pack], answers: Sequence[Answer | Refusal]) -> dict[str, UUID]:
    """Of what was packed."""
    packed = [one for one, answer in zip(asked, answers, strict=True) if isinstance(answer, Answer)]
    return {label: one.shipment_id for one in packed for label in measured.labels_of(one.measured)}


def _packed(book: Book, asked: shipping.Pack) -> Pieces | None:
    shipment = book.find_shipment(asked.order_id, asked.shipment_id)
    items = pieces.serialised_in(book, shipment) if shipment and asked.pieces else {}
    named = [(item, name) for item in items for name in asked.pieces]
    return Pieces(named=named, counted=items) if named else None


async def unpack(db: Db, cancelled: Sequence[ShipmentCancelled]) -> list[tuple[Redeal, ...] | NotReady]:
    """Put back what logistics will not send, once it is known here why."""
    new = ids()

    def fold(book: Book, heard: ShipmentCancelled) -> tuple[Redeal, ...] | NotReady:
        shipment = book.find_shipment(heard.order_id, heard.shipment_id)
        if shipment is None or shipping.cause_unheard(book.demands[heard.order_id], shipment):
            return NotReady(of=(OrderCancelled, OrderChanged), key=heard.key)
        return shipping.unpack(book, book.demands[heard.order_id], shipment, new)

    return await handle(db, cancelled, fold, Touched(orders=[heard.order_id for heard in cancelled]))


async def leave(db: Db, dispatched: Sequence[ShipmentDispatched]) -> list[tuple[Statement, ...] | NotReady]:
    """Take off the shelf what has left."""
    at, new = clock.now(), ids()

    def fold(book: Book, heard: ShipmentDispatched) -> tuple[Statement, ...] | NotReady:
        shipment = book.find_shipment(heard.order_id, heard.shipment_id)
        if shipment is None:
            return NotReady(of=(OrderConfirmed, OrderChanged), key=heard.key)
        return shipping.leave(book, book.demands[heard.order_id], shipment, at, new)

    return await handle(db, dispatched, fold, Touched(orders=[heard.order_id for heard in dispatched], waiting=False))


async def take_back(db: Db, asked: Sequence[returns.TakeBack]) -> list[Answer[ReturnReceived | Statement] | Refusal]:
    """Restock goods that came back."""
    at, today, new = clock.now(), clock.today(), ids()

    def do(book: Book, one: returns.TakeBack) -> Answer[ReturnReceived | Statement] | Refusal:
        if refusal := returns.return_refusal(book.demands.get(one.order_id), one, book.masters):
            return refusal
        if refusal := returns.misnamed(book, one):
            return refusal
        said = returns.take_back(book, replace(one, returned_on=one.returned_on or today), at, new)
        return Answer(ShipmentState.of(book.demands[one.order_id].shipments[one.shipment_id]), said)

    done = await command(db, asked, do, Touched(orders=[one.order_id for one in asked]), pieces=_brought)
    await expected.come(db, [one.shipment_id for one in asked])
    return done


def _brought(book: Book, asked: returns.TakeBack) -> Pieces | None:
    shipment = book.find_shipment(asked.order_id, asked.shipment_id)
    items = pieces.serialised_in(book, shipment) if shipment else {}
    named = [(item, name) for item in items for name in (*asked.serials, *asked.scrapped_serials)]
    return Pieces(named=named, shipments=[asked.shipment_id]) if items else None


HANDLES: Mapping[type[Event], Handler] = {
    OrderReleased: take_released,
    ShipmentCancelled: unpack,
    ShipmentDispatched: leave,
}
