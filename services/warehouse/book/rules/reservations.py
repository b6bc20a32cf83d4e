"""An order's reservations: how they end, and what it claims of the goods after that (WHS-2, SAL-9; decision 0015)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal

from contracts.order import OrderContent
from contracts.supply import Cover
from contracts.warehouse import StockUnreserved
from services.warehouse.book.rules.book import Book
from services.warehouse.book.rules.demand import UNPACKED, Demand, Part, Shipment
from services.warehouse.book.rules.goods import ZERO
from services.warehouse.book.rules.picking import put_back


def take_version(book: Book, demand: Demand, version: int, content: OrderContent) -> tuple[list[Shipment], set[str]]:
    """The order wants this from now on: the reservations that this ended, and the items that it touches.

    While goods of an older version are packed the order is blocked. It is to be answered, whatever it lacks.
    """
    ended = _end_unpacked(book, demand)
    demand.version, demand.number, demand.customer = version, content.number, content.customer
    demand.priority, demand.partial = content.priority, content.partial
    demand.parts = tuple(Part(line.line, line.item, line.quantity) for line in content.lines)
    demand.blocked = any(shipment.state == "packed" for shipment in demand.shipments.values())
    demand.stated = None
    return ended, reclaim(book, demand, ended)


def drop(book: Book, demand: Demand, version: int) -> tuple[list[Shipment], set[str]]:
    """The order is cancelled: the reservations that this ended, and the items that it touches."""
    ended = _end_unpacked(book, demand)
    touched = _items_of(ended) | {claim.item for claim in demand.claims}
    demand.cancelled, demand.stated = True, ()
    demand.version = max(demand.version, version)
    book.claim(demand, [])
    return ended, touched


def take_up_again(book: Book, demand: Demand, unpacked: Shipment) -> set[str]:
    """Logistics gave goods back: the order keeps what it still wants of them; the items that this touches."""
    unblock(book, demand)
    return reclaim(book, demand, [unpacked])


def unblock(book: Book, demand: Demand) -> None:
    """Something packed was decided; the order stays blocked while more of an older version is packed."""
    demand.blocked = any(
        sent.state == "packed" and sent.order_version < demand.version for sent in demand.shipments.values()
    )
    book.remember(demand)


def end(book: Book, shipment: Shipment) -> None:
    """The shipment ends here: its goods are no longer reserved."""
    for part in shipment.parts:
        book.shelf(part.item).reserved -= part.quantity
    put_back(book, shipment)
    book.bring(shipment, "ended")


def ending(shipment: Shipment, cover: tuple[Cover, ...]) -> StockUnreserved:
    """The statement that a shipment ended without dispatch."""
    return StockUnreserved(
        order_id=shipment.order_id,
        order_version=shipment.order_version,
        shipment_id=shipment.shipment_id,
        lines=shipment.lines,
        cover=cover,
    )


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


def _end_unpacked(book: Book, demand: Demand) -> list[Shipment]:
    ended = [shipment for shipment in demand.shipments.values() if shipment.state in UNPACKED]
    for shipment in ended:
        end(book, shipment)
    return ended


def _items_of(shipments: Iterable[Shipment]) -> set[str]:
    return {part.item for shipment in shipments for part in shipment.parts}
