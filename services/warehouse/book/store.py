"""The book in the database: opened under the one lock of dealing, saved by one statement."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from decimal import Decimal
from typing import Any
from uuid import UUID

from pydantic import TypeAdapter

from chassis.handling import Db
from services.warehouse.book.rules import Book, Claim, Demand, Part, Purchase, Receipt, Shelf, Shipment
from services.warehouse.gate.rules import Master

RECEIPT = TypeAdapter(Receipt)
OPEN = "SELECT open_book($1::uuid[], $2::text[], $3::uuid[], $4)"
SAVE = """
WITH shelves AS (
    INSERT INTO stock (item, place, counted, on_hand, reserved, held, lacking, cover_version, on_order, reorder_point,
                       safety_stock, low, low_version, received)
    SELECT item, place, counted, on_hand, reserved, held, lacking, cover_version, on_order, reorder_point,
           safety_stock, low, low_version, received
    FROM jsonb_populate_recordset(NULL::stock, $1) ORDER BY item
    ON CONFLICT (item) DO UPDATE SET
        place = EXCLUDED.place, counted = EXCLUDED.counted, on_hand = EXCLUDED.on_hand,
        reserved = EXCLUDED.reserved, held = EXCLUDED.held, lacking = EXCLUDED.lacking,
        cover_version = EXCLUDED.cover_version, on_order = EXCLUDED.on_order,
        reorder_point = EXCLUDED.reorder_point, safety_stock = EXCLUDED.safety_stock,
        low = EXCLUDED.low, low_version = EXCLUDED.low_version,
        received = EXCLUDED.received
), demands AS (
    INSERT INTO demand (order_id, version, number, priority, partial, cancelled, blocked, need_version, lines)
    SELECT order_id, version, number, priority, partial, cancelled, blocked, need_version, lines
    FROM jsonb_populate_recordset(NULL::demand, $2)
    ON CONFLICT (order_id) DO UPDATE SET
        version = EXCLUDED.version, number = EXCLUDED.number, priority = EXCLUDED.priority,
        partial = EXCLUDED.partial, cancelled = EXCLUDED.cancelled, blocked = EXCLUDED.blocked,
        need_version = EXCLUDED.need_version, lines = EXCLUDED.lines
), waiting AS (
    SELECT order_id, line, item, needed, held, kept FROM jsonb_populate_recordset(NULL::claim, $3)
), claims AS (
    INSERT INTO claim (order_id, line, item, needed, held, kept) SELECT * FROM waiting
    ON CONFLICT (order_id, line) DO UPDATE SET
        item = EXCLUDED.item, needed = EXCLUDED.needed, held = EXCLUDED.held, kept = EXCLUDED.kept
), served AS (
    DELETE FROM claim c WHERE c.order_id = ANY($4::uuid[])
    AND NOT EXISTS (SELECT FROM waiting w WHERE w.order_id = c.order_id AND w.line = c.line)
), shipments AS (
    INSERT INTO shipment (shipment_id, order_id, order_version, state, slip_number, lines)
    SELECT shipment_id, order_id, order_version, state, slip_number, lines
    FROM jsonb_populate_recordset(NULL::shipment, $5)
    ON CONFLICT (shipment_id) DO UPDATE SET state = EXCLUDED.state, lines = EXCLUDED.lines
), purchases AS (
    INSERT INTO purchase (purchase_id, number, item, supplier, ordered, accepted, rejected, cancelled, orders)
    SELECT purchase_id, number, item, supplier, ordered, accepted, rejected, cancelled, orders
    FROM jsonb_populate_recordset(NULL::purchase, $6)
    ON CONFLICT (purchase_id) DO UPDATE SET
        accepted = EXCLUDED.accepted, rejected = EXCLUDED.rejected, cancelled = EXCLUDED.cancelled
), receipts AS (
    INSERT INTO receipt (number, purchase_id, item, accepted, rejected, inspection, at, received_on, delivery_note)
    SELECT number, purchase_id, item, accepted, rejected, inspection, at, received_on, delivery_note
    FROM jsonb_populate_recordset(NULL::receipt, $7)
)
INSERT INTO movement (item, kind, quantity, reference, reason, at, inspection)
SELECT item, kind, quantity, reference, reason, at, inspection FROM jsonb_populate_recordset(NULL::movement, $8)
"""


async def open_book(
    db: Db,
    *,
    orders: Iterable[UUID] = (),
    items: Iterable[str] = (),
    purchases: Iterable[UUID] = (),
    waiting: bool = True,
) -> Book:
    """Lock the dealing until commit and read what these touch; with ``waiting`` also whoever waits for the same items.

    Items can be dealt anew only in a book opened with ``waiting``.
    """
    text = await db.fetchval(OPEN, list(orders), list(items), list(purchases), waiting)
    rows = {kind: found or () for kind, found in json.loads(text, parse_float=Decimal).items()}
    demands = {row["order_id"]: _demand(row) for row in rows["demands"]}
    for row in rows["claims"]:
        demands[row["order_id"]].claims.append(_claim(row))
    for row in rows["shipments"]:
        shipment = _shipment(row)
        demands[row["order_id"]].shipments[shipment.shipment_id] = shipment
    for demand in demands.values():
        demand.stated = demand.lacks
    masters = {item: Master(**known) for item, known in dict(rows["masters"]).items()}
    bought, noted = map(_purchase, rows["purchases"]), map(_receipt, rows["receipts"])
    return Book(map(_shelf, rows["shelves"]), demands.values(), bought, masters, noted)


async def save_book(db: Db, book: Book) -> None:
    """Write what the batch changed."""
    demands = book.changed_demands.values()
    claims = [asdict(claim) | {"order_id": demand.order_id} for demand in demands for claim in demand.claims]
    await db.execute(
        SAVE,
        _rows(asdict(shelf) for shelf in book.changed_shelves.values()),
        _rows(map(_demand_row, demands)),
        _rows(claims),
        list(book.changed_demands),
        _rows(map(_shipment_row, book.changed_shipments.values())),
        _rows(asdict(purchase) for purchase in book.changed_purchases.values()),
        _rows(asdict(receipt) for receipt in book.receipts),
        _rows(asdict(movement) for movement in book.movements),
    )


def _rows(values: Iterable[Mapping[str, Any]]) -> str:
    return json.dumps(list(values), default=str)


def _shelf(row: dict[str, Any]) -> Shelf:
    lacking = Decimal(row["lacking"])
    quantities = ("on_hand", "reserved", "held", "on_order", "reorder_point", "safety_stock", "received")
    counted = {name: Decimal(row[name]) for name in quantities} | {"lacking": lacking, "stated": lacking}
    return Shelf(**row | counted)


def _claim(row: dict[str, Any]) -> Claim:
    """A replica of the version before deals without ``kept``: it may have left less."""
    held = Decimal(row["held"])
    return Claim(row["line"], row["item"], Decimal(row["needed"]), held, min(held, Decimal(row["kept"])))


def _demand(row: dict[str, Any]) -> Demand:
    given = {name: row[name] for name in ("version", "number", "priority", "partial", "cancelled", "blocked")}
    return Demand(UUID(row["order_id"]), need_version=row["need_version"], parts=_parts(row["lines"]), **given)


def _demand_row(demand: Demand) -> dict[str, Any]:
    return {
        "order_id": demand.order_id,
        "version": demand.version,
        "number": demand.number,
        "priority": demand.priority,
        "partial": demand.partial,
        "cancelled": demand.cancelled,
        "blocked": demand.blocked,
        "need_version": demand.need_version,
        "lines": _part_rows(demand.parts),
    }


def _shipment(row: dict[str, Any]) -> Shipment:
    return Shipment(
        UUID(row["shipment_id"]),
        UUID(row["order_id"]),
        row["order_version"],
        row["state"],
        _parts(row["lines"]),
        row["slip_number"],
    )


def _shipment_row(shipment: Shipment) -> dict[str, Any]:
    return {
        "shipment_id": shipment.shipment_id,
        "order_id": shipment.order_id,
        "order_version": shipment.order_version,
        "state": shipment.state,
        "slip_number": shipment.slip_number,
        "lines": _part_rows(shipment.parts),
    }


def _purchase(row: dict[str, Any]) -> Purchase:
    quantities = {name: Decimal(row[name]) for name in ("ordered", "accepted", "rejected", "cancelled")}
    orders = tuple(map(UUID, row["orders"]))
    return Purchase(UUID(row["purchase_id"]), row["number"], row["item"], row["supplier"], orders=orders, **quantities)


def _receipt(row: dict[str, Any]) -> Receipt:
    return RECEIPT.validate_python(row)


def _parts(rows: Iterable[dict[str, Any]]) -> tuple[Part, ...]:
    return tuple(Part(row["line"], row["item"], Decimal(row["quantity"]), Decimal(row["returned"])) for row in rows)


def _part_rows(parts: Iterable[Part]) -> list[dict[str, Any]]:
    return [asdict(part) for part in parts]
