"""Reads and writes the ledger: one statement to lock and read, one to write, whatever the batch."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar
from uuid import UUID

import structlog
from prometheus_client import Counter

from chassis.handling import Db, Reading
from chassis.stored import storable
from services.purchasing.ledger.rules.book import Book, Demand, Ledger
from services.purchasing.ledger.rules.offers import Offer
from services.purchasing.ledger.rules.purchase import Purchase
from services.purchasing.ledger.rules.reading import OF_BOOK, OF_DEMAND, OF_OFFER, Reader

BOOKS = Reader("book", Book, OF_BOOK, frozenset({"needs"}))
DEMANDS = Reader("demand", Demand, OF_DEMAND)
OFFERED = Reader("offer", Offer, OF_OFFER)
UNREADABLE = Counter("gendan_rows_unreadable", "Parts of kept rows that were read by their rule", ["place"])

T = TypeVar("T")
log = structlog.get_logger()
LOCK = "SELECT pg_advisory_xact_lock(hashtext('purchasing.dealing'))"
OPEN = "SELECT kind, doc FROM open_ledger($1::text[], $2::uuid[], $3::uuid[], $4::text[])"
SAVE = """
WITH demands AS (
    INSERT INTO demand (order_id, version, final, priority, number, promised, need_version, need_order_version)
    SELECT * FROM unnest($1::uuid[], $2::int[], $3::bool[], $4::int[], $5::text[], $6::date[], $7::int[], $8::int[])
    ON CONFLICT (order_id) DO UPDATE SET
        version = EXCLUDED.version, final = EXCLUDED.final, priority = EXCLUDED.priority, number = EXCLUDED.number,
        promised = EXCLUDED.promised, need_version = EXCLUDED.need_version,
        need_order_version = EXCLUDED.need_order_version
), gone AS (
    DELETE FROM need_line l WHERE l.order_id = ANY($1::uuid[]) AND NOT EXISTS (
        SELECT FROM unnest($9::uuid[], $10::text[]) AS k(order_id, item)
        WHERE k.order_id = l.order_id AND k.item = l.item)
), lines AS (
    INSERT INTO need_line (order_id, item, quantity) SELECT * FROM unnest($9::uuid[], $10::text[], $11::numeric[])
    ON CONFLICT (order_id, item) DO UPDATE SET quantity = EXCLUDED.quantity
), items AS (
    INSERT INTO item (item, version, discontinued, cover_version, cover_total, cover_received, received,
                      low_version, unbought, materials, unit)
    SELECT * FROM unnest($12::text[], $13::int[], $14::bool[], $15::int[], $16::numeric[], $17::numeric[],
                         $18::numeric[], $19::int[], $20::numeric[], $32::numeric[], $33::text[])
    ON CONFLICT (item) DO UPDATE SET
        version = EXCLUDED.version, discontinued = EXCLUDED.discontinued,
        cover_version = EXCLUDED.cover_version, cover_total = EXCLUDED.cover_total,
        cover_received = EXCLUDED.cover_received, received = EXCLUDED.received,
        low_version = EXCLUDED.low_version, unbought = EXCLUDED.unbought, materials = EXCLUDED.materials,
        unit = EXCLUDED.unit
), purchases AS (
    INSERT INTO purchase (id, item, supplier, state, number, doc)
    SELECT * FROM unnest($21::uuid[], $22::text[], $23::text[], $24::text[], $25::text[], $26::jsonb[])
    ON CONFLICT (id) DO UPDATE SET
        supplier = EXCLUDED.supplier, state = EXCLUDED.state, number = EXCLUDED.number, doc = EXCLUDED.doc
)
INSERT INTO tried (item, supplier, order_id, order_version, budget)
SELECT * FROM unnest($27::text[], $28::text[], $29::uuid[], $30::int[], $31::jsonb[])
ON CONFLICT DO NOTHING
"""
KNOWN_OFFERS = """
SELECT a.item, supplier, o.doc::text, coalesce(i.unit, '') AS unit
FROM unnest($1::text[], $2::text[]) AS a(item, supplier)
JOIN supplier USING (supplier) LEFT JOIN offer o USING (item, supplier) LEFT JOIN item i ON i.item = a.item
"""
SAVE_OFFERS = """
WITH written AS (
    INSERT INTO offer (item, supplier, rank, available, doc)
    SELECT * FROM unnest($1::text[], $2::text[], $3::int[], $4::bool[], $5::jsonb[])
    ON CONFLICT (item, supplier) DO UPDATE SET
        rank = EXCLUDED.rank, available = EXCLUDED.available, doc = EXCLUDED.doc
    WHERE offer.doc <> EXCLUDED.doc
    RETURNING item, supplier
), gone AS (
    DELETE FROM tried t USING written w WHERE t.item = w.item AND t.supplier = w.supplier
)
SELECT DISTINCT item FROM waiting_review, unnest(impossible) AS i(item) WHERE impossible && $1::text[]
"""
"""And which items orders wait for that are among these."""
OFFERS = "SELECT item, doc::text FROM offer WHERE item = ANY($1::text[]) ORDER BY item, rank, supplier"
NUMBERED = "SELECT id FROM purchase WHERE number = upper($1) AND number <> ''"


@dataclass(frozen=True)
class Touched:
    """What a batch names: with it is read what it touches."""

    items: Iterable[str] = ()
    orders: Iterable[UUID] = ()
    purchases: Iterable[UUID] = ()
    suppliers: Iterable[str] = ()


async def lock(db: Db) -> None:
    """Hold all dealing until commit; before rows that dealing writes or that its reading depends on are written."""
    await db.execute(LOCK)


async def load(db: Db, touched: Touched) -> Ledger:
    """Lock all dealing until commit, then read what these items, orders, purchases and suppliers touch."""
    orders, purchases = sorted(set(touched.orders)), sorted(set(touched.purchases))
    rows = await db.fetch(OPEN, sorted(set(touched.items)), orders, purchases, sorted(set(touched.suppliers)))
    books = [_whole(read(BOOKS, row["doc"], "an item's book")) for row in rows if row["kind"] == "book"]
    demands = [_whole(read(DEMANDS, row["doc"], "a demand")) for row in rows if row["kind"] == "demand"]
    return Ledger({d.order_id: d for d in demands}, {b.item: b for b in books})


async def save(db: Db, before: Ledger, after: Ledger) -> None:
    """Write what changed; nothing changed: no statement."""
    demands = [d for d in after.demands.values() if d != before.demands[d.order_id]]
    books = [b for b in after.books.values() if b != before.books[b.item]]
    if not demands and not books:
        return
    changed = {d.order_id for d in demands}
    lines = [(o, b.item, b.needs[o].quantity) for b in after.books.values() for o in changed & b.needs.keys()]
    await db.execute(
        SAVE,
        *_columns([_demand_row(d) for d in demands], 8),
        *_columns(lines, 3),
        *_columns([_item_row(b) for b in books], 9),
        *_columns([row for b in books for row in _purchase_rows(before.books[b.item], b)], 6),
        *_columns([row for b in books for row in _tried_rows(before.books[b.item], b)], 5),
        [b.materials for b in books],
        [b.unit for b in books],
    )


async def known_offers(db: Db, asked: Sequence[tuple[str, str]]) -> dict[tuple[str, str], tuple[Offer | None, str]]:
    """Of each (item, supplier) the offer that stands, None: none can be read; and in what the item is counted.

    Unknown suppliers are not in it.
    """
    rows = await db.fetch(KNOWN_OFFERS, [item for item, _ in asked], [supplier for _, supplier in asked])
    return {(r["item"], r["supplier"]): (_offer(r["doc"], f"{r['item']} of {r['supplier']}"), r["unit"]) for r in rows}


async def save_offers(db: Db, offers: Sequence[tuple[str, Offer]]) -> set[str]:
    """Write offers; a changed supplier may be asked for every need again. The items of these that orders wait for."""
    rows = [(item, o.supplier, o.rank, o.available, storable(o)) for item, o in offers]
    waited = await db.fetch(SAVE_OFFERS, *(list(column) for column in zip(*rows, strict=True)))
    return {row["item"] for row in waited} & {item for item, _ in offers}


async def offers(db: Reading, item: str) -> list[Offer]:
    """The offers of an item by rank, the unavailable too."""
    return (await offers_of(db, [item]))[item]


async def offers_of(db: Reading, items: Sequence[str]) -> dict[str, list[Offer]]:
    """The same of each of them."""
    found: dict[str, list[Offer]] = {item: [] for item in items}
    for row in await db.fetch(OFFERS, list(items)):
        if offer := _offer(row["doc"], f"an offer of {row['item']}"):
            found[row["item"]].append(offer)
    return found


async def numbered(db: Db, number: str, _path: Mapping[str, Any]) -> UUID | None:
    """The purchase that people call so: PO-2026-000123."""
    found: UUID | None = await db.fetchval(NUMBERED, number)
    return found


def read(reader: Reader[T], doc: str, name: str) -> T | None:
    """One row, called ``name`` in the log; None when it is left out. What is read by its rule is counted."""
    row, places = reader.read(doc)
    for place in places:
        UNREADABLE.labels(place).inc()
    if places:
        log.warning("row unreadable", row=name, places=places, left_out=row is None)
    return row


def _offer(doc: str | None, name: str) -> Offer | None:
    return read(OFFERED, doc, name) if doc else None


def _whole(row: T | None) -> T:
    """A book or demand as such can always be read: its columns have types; only its parts may be left out."""
    assert row is not None
    return row


def _columns(rows: Sequence[tuple[Any, ...]], width: int) -> list[list[Any]]:
    return [list(column) for column in zip(*rows, strict=True)] if rows else [[] for _ in range(width)]


def _demand_row(d: Demand) -> tuple[Any, ...]:
    return (d.order_id, d.version, d.final, d.priority, d.number, d.promised, d.need_version, d.need_order_version)


def _item_row(b: Book) -> tuple[Any, ...]:
    covered = (b.cover_version, b.cover_total, b.cover_received, b.received)
    return (b.item, b.version, b.discontinued, *covered, b.low_version, b.unbought)


def _purchase_rows(before: Book, after: Book) -> list[tuple[Any, ...]]:
    known: Collection[Purchase] = before.purchases
    return [(p.id, p.item, p.supplier, p.state, p.number, storable(p)) for p in after.purchases if p not in known]


def _tried_rows(before: Book, after: Book) -> list[tuple[Any, ...]]:
    return [
        (after.item, t.supplier, t.order_id, t.order_version, storable(t.budget) if t.budget else None)
        for t in after.tried
        if t not in before.tried
    ]
