"""Each version of an order is answered; a cancel undoes what was reserved (WHS-2, SAL-9)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from contracts.sales import OrderCancelled, OrderChanged, OrderConfirmed, OrderWeighed
from contracts.warehouse import StockUnreserved
from services.warehouse.book.rules.book import Book
from services.warehouse.book.rules.deal import Redeal, follow
from services.warehouse.book.rules.reservations import drop, ending, take_version


def answer(book: Book, order: OrderConfirmed | OrderChanged, ids: Iterator[UUID]) -> tuple[Redeal, ...]:
    """End what older versions reserved, and say what this version gets and lacks.

    What it still wants of that it keeps: others get no more than it gives up (decision 0015). Silent about a lower
    version and about a cancelled order. Goods packed for an older version stay where they are: until logistics decides
    about them nothing new is reserved, and the shortage is stated as if they will leave.
    """
    demand = book.demand(order.order_id)
    if demand.cancelled or order.version <= demand.version:
        return ()
    ended, touched = take_version(book, demand, order.version, order.content)
    deal = follow(book, touched, ids, demand)
    return (*(ending(shipment, deal.cover) for shipment in ended), *deal.events)


def weigh(book: Book, order: OrderWeighed) -> tuple[()]:
    """By its new priority it is dealt to whenever goods are dealt next; of another version than it has, nothing."""
    demand = book.demand(order.order_id)
    if not demand.cancelled and order.order_version == demand.version:
        demand.priority = order.priority
        book.claim(demand, demand.claims)
    return ()


def cancel(book: Book, order: OrderCancelled, ids: Iterator[UUID]) -> tuple[Redeal, ...]:
    """Give back what is reserved and held, and deal it to the others; of an unknown order keep a tombstone.

    Silent when nothing is reserved nor awaited. Packed goods are logistics' to decide.
    """
    demand = book.demand(order.order_id)
    if demand.cancelled:
        return ()
    waited, version = bool(demand.claims), demand.version
    ended, touched = drop(book, demand, order.version)
    deal = follow(book, touched, ids)
    said = [ending(shipment, deal.cover) for shipment in ended]
    if waited:
        wait: dict[str, Any] = {"order_id": order.order_id, "order_version": version, "cover": deal.cover}
        said.append(StockUnreserved(**wait, shipment_id=None, lines=()))
    return (*said, *deal.events)
