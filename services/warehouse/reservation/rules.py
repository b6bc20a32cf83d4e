"""Each version of an order is answered; a cancel undoes what was reserved (WHS-2, SAL-9)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from uuid import UUID

from contracts.order import OrderContent
from contracts.sales import OrderCancelled, OrderChanged, OrderConfirmed
from contracts.supply import Cover
from contracts.warehouse import StockReleased
from services.warehouse.book.rules import UNPACKED, ZERO, Book, Demand, Part, Shipment
from services.warehouse.stock.rules import Statement, deal

Undone = StockReleased | Statement
"""A reservation that ended, and what others got of it."""


def answer(book: Book, order: OrderConfirmed | OrderChanged, ids: Iterator[UUID]) -> tuple[Undone, ...]:
    """End what older versions reserved, and say what this version gets and lacks.

    What it still wants of that it keeps: others get no more than it gives up (decision 0015). Silent about a lower
    version and about a cancelled order. Goods packed for an older version stay where they are: until logistics decides
    about them nothing new is reserved, and the shortage is stated as if they will leave.
    """
    demand = book.demand(order.order_id)
    if demand.cancelled or order.version <= demand.version:
        return ()
    ended = _end_reservations(book, demand)
    _take_content(demand, order.version, order.content)
    demand.blocked = any(shipment.state == "packed" for shipment in demand.shipments.values())
    touched = reclaim(book, demand, ended)
    demand.stated = None
    dealt = deal(book, touched, ids, demand)
    return (*(released(shipment, dealt.cover) for shipment in ended), *dealt.said)


def cancel(book: Book, order: OrderCancelled, ids: Iterator[UUID]) -> tuple[Undone, ...]:
    """Give back what is reserved and held, and deal it to the others; of an unknown order keep a tombstone.

    Silent when nothing is reserved nor awaited. Packed goods are logistics' to decide.
    """
    demand = book.demand(order.order_id)
    if demand.cancelled:
        return ()
    waited, version = bool(demand.claims), demand.version
    ended = _end_reservations(book, demand)
    touched = _items_of(ended) | {claim.item for claim in demand.claims}
    book.claim(demand, [])
    demand.cancelled, demand.stated = True, ()
    demand.version = max(demand.version, order.version)
    dealt = deal(book, touched, ids)
    said: list[Undone] = [released(shipment, dealt.cover) for shipment in ended]
    if waited:
        said.append(
            StockReleased(
                order_id=demand.order_id, order_version=version, shipment_id=None, lines=(), cover=dealt.cover
            )
        )
    return (*said, *dealt.said)


def reclaim(book: Book, demand: Demand, ended: Sequence[Shipment]) -> set[str]:
    """Claim anew what the order's version still wants, and keep of it what it had; the items that this touches.

    It had what it kept before and what was set aside in the shipments that ``ended``, whichever line that was for.
    """
    had = _had(demand, ended)
    claims = demand.still_wanted()
    for claim in claims:
        claim.kept = min(claim.needed, had.get(claim.item, ZERO))
        had[claim.item] = had.get(claim.item, ZERO) - claim.kept
    touched = _items_of(ended) | {claim.item for claim in (*demand.claims, *claims)}
    book.claim(demand, claims)
    return touched


def _had(demand: Demand, ended: Iterable[Shipment]) -> dict[str, Decimal]:
    had: dict[str, Decimal] = {}
    for item, quantity in (
        *((claim.item, claim.kept) for claim in demand.claims),
        *((part.item, part.quantity) for shipment in ended for part in shipment.parts),
    ):
        had[item] = had.get(item, ZERO) + quantity
    return had


def put_back(book: Book, shipment: Shipment) -> None:
    """The shipment ends here: its goods are no longer reserved."""
    for part in shipment.parts:
        book.shelf(part.item).reserved -= part.quantity
    book.shipment(shipment, "released")


def released(shipment: Shipment, cover: Iterable[Cover]) -> StockReleased:
    """The statement that a shipment ended without dispatch."""
    return StockReleased(
        order_id=shipment.order_id,
        order_version=shipment.order_version,
        shipment_id=shipment.shipment_id,
        lines=shipment.lines,
        cover=tuple(cover),
    )


def _end_reservations(book: Book, demand: Demand) -> list[Shipment]:
    ended = [shipment for shipment in demand.shipments.values() if shipment.state in UNPACKED]
    for shipment in ended:
        put_back(book, shipment)
    return ended


def _items_of(shipments: Iterable[Shipment]) -> set[str]:
    return {part.item for shipment in shipments for part in shipment.parts}


def _take_content(demand: Demand, version: int, content: OrderContent) -> None:
    demand.version, demand.number = version, content.number
    demand.priority, demand.partial = content.priority, content.partial
    demand.parts = tuple(Part(line.line, line.item, line.quantity) for line in content.lines)
