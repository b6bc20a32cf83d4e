"""What the warehouse says: what it has, what it lacks, what came in and what was packed."""

from __future__ import annotations

from uuid import UUID

from contracts.event import Event, OrderEvent, Promise, working_hours
from contracts.order import Package, ShipmentLine
from contracts.review import Reviewed
from contracts.scalars import Count, Day, Number, Quantity
from contracts.supply import Cover, Lack, Need


class StockReviewed(Reviewed, topic="stock.reviewed"):
    """What is free for the order; ``ready_on`` is when all of it can leave, if known."""

    lacks: tuple[Lack, ...] = ()


class StockReserved(OrderEvent, topic="stock.reserved"):
    """Goods for one shipment are set aside (WHS-2); ``final`` when nothing lacks. Lines may be empty."""

    order_version: Count
    shipment_id: UUID | None
    lines: tuple[ShipmentLine, ...]
    final: bool
    need_version: Count
    lacks: tuple[Lack, ...] = ()
    cover: tuple[Cover, ...] = ()
    then = (
        Promise(
            of=("order.released", "stock.released"),
            by="sales",
            within=working_hours(4),
            match=("shipment_id",),
            when="lines",
        ),
    )


class StockShort(OrderEvent, topic="stock.short"):
    """All that the order still lacks, per item; empty when nothing lacks any more (PUR-1)."""

    order_version: Count
    need_version: Count
    lacks: tuple[Lack, ...]
    cover: tuple[Cover, ...] = ()
    then = (
        Promise(
            of=("purchase.ordered", "purchase.changed", "price.change_requested", "purchase.impossible"),
            by="purchasing",
            within=working_hours(4),
            match=("order_id", "item", "need_version"),
            when="lacks",
        ),
    )


class StockLow(Event, topic="stock.low", key="item"):
    """An item fell below its reorder point (WHS-7); ``quantity`` fills it up from what is free now."""

    item: str
    cover: tuple[Cover, ...]
    free: Number
    reorder_point: Quantity
    quantity: Quantity
    low_version: Count
    then = (
        Promise(
            of=("purchase.ordered", "purchase.changed"), by="purchasing", within=working_hours(24), match=("item",)
        ),
    )


class StockReleased(OrderEvent, topic="stock.released"):
    """A reservation, or a wait for one, ended without dispatch."""

    order_version: Count
    shipment_id: UUID | None
    lines: tuple[ShipmentLine, ...]
    cover: tuple[Cover, ...] = ()


class GoodsPacked(OrderEvent, topic="goods.packed"):
    """Packed and in logistics' hands (WHS-6)."""

    order_version: Count
    shipment_id: UUID
    slip_number: str
    """The outbound slip."""
    lines: tuple[ShipmentLine, ...]
    packages: tuple[Package, ...]
    then = (
        Promise(
            of=("shipment.dispatched", "shipment.cancelled"),
            by="logistics",
            within=working_hours(8),
            match=("shipment_id",),
        ),
    )


class GoodsReceived(Event, topic="goods.received", key="purchase_id"):
    """Goods of a purchase are in stock (WHS-3); who waits is served in the same transaction."""

    purchase_id: UUID
    item: str
    accepted: Quantity
    outstanding: Quantity
    """Ordered less accepted less cancelled, as the warehouse knows it."""
    receipt_number: str
    received_on: Day | None = None
    """The day on which the goods came, not on which that was reported, in the company's zone."""
    needs: tuple[Need, ...] = ()
    cover: tuple[Cover, ...] = ()


class GoodsRejected(Event, topic="goods.rejected", key="purchase_id"):
    """Goods of a purchase were refused at the dock (WHS-4); they stay outstanding."""

    purchase_id: UUID
    item: str
    quantity: Quantity
    inspection: str
    received_on: Day | None = None
    """The day on which the goods came, in the company's zone."""
    then = (
        Promise(
            of=("purchase.confirmed", "purchase.cancelled", "goods.received"),
            by="purchasing",
            within=working_hours(4),
            match=("purchase_id",),
        ),
    )


class ReturnReceived(OrderEvent, topic="return.received"):
    """Goods of a shipment came back (WHS-8)."""

    shipment_id: UUID
    lines: tuple[ShipmentLine, ...]
    whole: bool
    """All of the shipment is back now."""
    returned_on: Day | None = None
    """The day on which the goods came back, in the company's zone."""
