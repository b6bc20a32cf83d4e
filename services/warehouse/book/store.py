"""The book in the database: loaded under the locks of its items, saved by one statement."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal
from typing import Any, cast
from uuid import UUID

import asyncpg
from msgspec import field

from chassis import clock
from chassis.handling import Db, Reading
from chassis.stored import storable, stored
from contracts.value import Value, fields_of
from services.warehouse.book.rules.book import Book, Stood
from services.warehouse.book.rules.demand import Claim, Demand, Part, Pick, Shipment, State
from services.warehouse.book.rules.gate import Master
from services.warehouse.book.rules.goods import Purchase, Receipt, Shelf
from services.warehouse.book.rules.inspection import Defects, Inspection, Plan
from services.warehouse.book.rules.quants import Quant
from services.warehouse.book.rules.sampling import Severity
from services.warehouse.book.rules.serials import Key, Serial
from services.warehouse.book.rules.severity import Standing
from services.warehouse.book.view import PackedState, PurchaseState

LOCK = "SELECT pg_advisory_xact_lock(hashtextextended('warehouse.dealing', 0))"
LOCK_ITEMS = "SELECT lock_items($1::uuid[], $2::text[], $3::uuid[], $4)"
LOAD = "SELECT open_book($1::uuid[], $2::text[], $3::uuid[], $4)"
SHELF = """place, counted, on_hand, reserved, held, lacking, cover_version, on_order, reorder_point, safety_stock,
    low, low_version, received, quarantine, places, in_quants, in_transit"""
DEMAND = "version, number, customer, priority, partial, cancelled, blocked, need_version"
CLAIM = "line, item, needed, held, kept"
SHIPMENT = "shipment_id, order_id, order_version, state, slip_number, sales_slip"
PURCHASE = "purchase_id, number, item, supplier, ordered, accepted, rejected, cancelled, orders, inspecting"
RECEIPT = """number, purchase_id, item, accepted, rejected, inspection, at, received_on, delivery_note, quarantined,
    lot, expires_on, origin, place"""
MOVEMENT = "item, kind, quantity, reference, reason, at, inspection, quarantined, place, lot, in_transit"
DECIDED = "state, left_over, checks, examined, note, inspector, decided_at, signed_by, signed_for"
INSPECTION = f"""inspection_id, number, purchase_id, item, supplier, receipt, received_on, lot, again, opened_at,
    {DECIDED}"""
DISPOSAL = "disposal_id, number, inspection_id, kind, item, supplier, quantity, reason, by_whom, at"
SERIAL = "receipt, inspection_id, shipment_id, went, left_as, place, transfer_id"
STANDING = "severity, recent, rejected, discontinued, score, last_on"


def _new(columns: str) -> str:
    """Each of these columns as it is told now."""
    return ", ".join(f"{column.strip()} = EXCLUDED.{column.strip()}" for column in columns.split(","))


SAVE = f"""
WITH shelves AS (
    INSERT INTO stock (item, {SHELF}) SELECT item, {SHELF} FROM jsonb_populate_recordset(NULL::stock, $1) ORDER BY item
    ON CONFLICT (item) DO UPDATE SET {_new(SHELF)}
), demands AS (
    INSERT INTO demand (order_id, {DEMAND}, lines) SELECT order_id, {DEMAND}, lines
    FROM jsonb_populate_recordset(NULL::demand, $2) ON CONFLICT (order_id) DO UPDATE SET {_new(DEMAND + ", lines")}
), waiting AS (
    SELECT order_id, {CLAIM} FROM jsonb_populate_recordset(NULL::claim, $3)
), claims AS (
    INSERT INTO claim (order_id, {CLAIM}) SELECT * FROM waiting
    ON CONFLICT (order_id, line) DO UPDATE SET {_new("item, needed, held, kept")}
), served AS (
    DELETE FROM claim c WHERE c.order_id = ANY($4::uuid[])
    AND NOT EXISTS (SELECT FROM waiting w WHERE w.order_id = c.order_id AND w.line = c.line)
), shipments AS (
    INSERT INTO shipment ({SHIPMENT}, packages, lines, picks)
    SELECT {SHIPMENT}, packages, lines, picks FROM jsonb_populate_recordset(NULL::shipment, $5)
    ON CONFLICT (shipment_id) DO UPDATE SET {_new("state, slip_number, sales_slip, lines, picks")},
        packages = CASE WHEN EXCLUDED.packages = '[]' THEN shipment.packages ELSE EXCLUDED.packages END
), purchases AS (
    INSERT INTO purchase ({PURCHASE}) SELECT {PURCHASE} FROM jsonb_populate_recordset(NULL::purchase, $6)
    ON CONFLICT (purchase_id) DO UPDATE SET {_new("accepted, rejected, cancelled, inspecting")}
), receipts AS (
    INSERT INTO receipt ({RECEIPT}) SELECT {RECEIPT} FROM jsonb_populate_recordset(NULL::receipt, $7)
), inspections AS (
    INSERT INTO inspection ({INSPECTION}) SELECT {INSPECTION} FROM jsonb_populate_recordset(NULL::inspection, $9)
    ON CONFLICT (inspection_id) DO UPDATE SET {_new(DECIDED)}
), disposals AS (
    INSERT INTO disposal ({DISPOSAL}) SELECT {DISPOSAL} FROM jsonb_populate_recordset(NULL::disposal, $11)
), standings AS (
    INSERT INTO inspection_standing (item, supplier, defects, {STANDING})
    SELECT item, supplier, defects, {STANDING} FROM jsonb_populate_recordset(NULL::inspection_standing, $10)
    ON CONFLICT (item, supplier, defects) DO UPDATE SET {_new(STANDING)}
), lying AS (
    SELECT item, place, lot, expires_on, quantity FROM jsonb_populate_recordset(NULL::quant, $12)
), quants AS (
    INSERT INTO quant (item, place, lot, expires_on, quantity) SELECT * FROM lying WHERE quantity <> 0
    ON CONFLICT (item, place, lot) DO UPDATE SET {_new("quantity")}
), emptied AS (
    DELETE FROM quant q USING lying n
    WHERE n.quantity = 0 AND (q.item, q.place, q.lot) = (n.item, n.place, n.lot)
), named AS (
    INSERT INTO serial (item, serial, {SERIAL}) SELECT item, serial, {SERIAL}
    FROM jsonb_populate_recordset(NULL::serial, $13) ON CONFLICT (item, serial) DO UPDATE SET {_new(SERIAL)}
)
INSERT INTO movement ({MOVEMENT}) SELECT {MOVEMENT} FROM jsonb_populate_recordset(NULL::movement, $8)
"""
STANDS = """CASE
    WHEN n.left_as <> '' THEN n.left_as WHEN s.state = 'packed' THEN 'packed' WHEN s.state = 'dispatched' THEN 'gone'
    WHEN i.left_over > 0 THEN 'in quarantine' WHEN n.transfer_id IS NOT NULL THEN 'in transit' ELSE 'in stock' END"""
PIECES = """
FROM serial n LEFT JOIN shipment s USING (shipment_id) LEFT JOIN inspection i USING (inspection_id)
LEFT JOIN receipt r ON r.number = n.receipt
"""
"""Where a piece is follows from its last shipment and its inspection."""
NAMED = f"""
WITH meant AS (
    SELECT item, serial FROM unnest($1::text[], $2::text[]) AS told(item, serial)
    UNION SELECT item, serial FROM serial WHERE shipment_id = ANY($3::uuid[])
    UNION SELECT item, serial FROM serial WHERE inspection_id = ANY($4::uuid[])
    UNION SELECT n.item, n.serial {PIECES} WHERE n.item = ANY($5::text[]) AND {STANDS} = 'in stock'
)
SELECT n.item, n.serial, n.receipt, n.inspection_id, n.shipment_id, n.went, n.left_as, n.place, n.transfer_id,
       {STANDS} AS stands, r.expires_on,
       CASE WHEN r.lot <> '' OR r.expires_on IS NOT NULL OR r.origin <> '' THEN r.number ELSE '' END AS lot
{PIECES} JOIN meant m ON (m.item, m.serial) = (n.item, n.serial)
"""
NAMED_HERE = f"""
SELECT n.item, CASE WHEN {STANDS} = 'in stock' THEN n.place END AS place, count(*) AS pieces {PIECES}
WHERE n.item = ANY($1::text[]) AND {STANDS} IN ('in stock', 'packed') GROUP BY 1, 2
"""
SHIPMENTS = """
SELECT shipment_id, order_id, order_version, state, slip_number, lines, packages, picks, sales_slip FROM shipment
WHERE ($1::text IS NULL OR state = $1) AND ($2::uuid IS NULL OR shipment_id > $2) ORDER BY shipment_id LIMIT $3
"""
TO_PACK = """
SELECT s.shipment_id, s.order_id, s.order_version, s.state, s.slip_number, s.lines, s.packages, s.picks, s.sales_slip
FROM shipment s JOIN demand d USING (order_id)
WHERE s.state = 'to_pack' AND ($1::uuid IS NULL OR (-d.priority, d.number, s.shipment_id) > (
    SELECT -d.priority, d.number, s.shipment_id FROM shipment s JOIN demand d USING (order_id)
    WHERE s.shipment_id = $1))
ORDER BY -d.priority, d.number, s.shipment_id LIMIT $2
"""
"""As scarce goods are dealt: by priority, then by order number (SAL-7)."""
SHIPMENTS_OF = """
SELECT shipment_id, order_id, order_version, state, slip_number, lines, packages, picks, sales_slip FROM shipment
WHERE order_id = ANY($1::uuid[]) ORDER BY shipment_id
"""
OUTSTANDING = """
SELECT purchase_id, number, item, supplier, ordered, accepted, rejected, cancelled,
       greatest(ordered - accepted - cancelled, 0) AS outstanding
FROM purchase WHERE ordered > accepted + cancelled
"""
AWAITED = f"{OUTSTANDING} AND ($1::uuid IS NULL OR purchase_id > $1) ORDER BY purchase_id LIMIT $2"
AWAITED_OF = f"{OUTSTANDING} AND orders && $1::uuid[] ORDER BY purchase_id"
AWAITED_NAMED = f"""{OUTSTANDING} AND purchase_id IN (
    SELECT purchase_id FROM purchase WHERE number = upper($1)
    UNION ALL SELECT purchase_id FROM purchase
    WHERE number = ANY(ARRAY(SELECT upper($1) || '-' || line FROM generate_series(1, 99) AS line))
    UNION ALL SELECT purchase_id FROM receipt WHERE number = upper($1)
    UNION ALL SELECT purchase_id FROM purchase WHERE item = $1 AND ordered > accepted + cancelled
) ORDER BY purchase_id LIMIT $2
"""
SHIPMENTS_NAMED = """
SELECT shipment_id, order_id, order_version, state, slip_number, lines, packages, picks, sales_slip FROM shipment
WHERE shipment_id IN (
    SELECT shipment_id FROM shipment WHERE sales_slip = upper($1) AND sales_slip <> ''
    UNION ALL SELECT shipment_id FROM shipment WHERE slip_number = upper($1) AND slip_number <> ''
    UNION ALL SELECT shipment_id FROM shipment
    WHERE order_id = ANY(ARRAY(SELECT order_id FROM demand WHERE number = upper($1)))
    UNION ALL SELECT shipment_id FROM package_label WHERE sscc = $1
) ORDER BY shipment_id LIMIT $2
"""
NUMBERED = """
SELECT shipment_id FROM shipment WHERE sales_slip = upper($1) AND sales_slip <> ''
UNION ALL SELECT shipment_id FROM shipment WHERE slip_number = upper($1) AND slip_number <> '' LIMIT 1
"""
ORDER_OF = "SELECT order_id FROM shipment WHERE shipment_id = $1"
ORDER_NAMED = """
SELECT order_id FROM demand WHERE number = $1
UNION SELECT order_id FROM shipment WHERE slip_number = $1 AND slip_number <> ''
UNION SELECT served.order_id FROM (
    SELECT orders FROM purchase WHERE number = $1
    UNION ALL SELECT p.orders FROM receipt r LEFT JOIN purchase p USING (purchase_id) WHERE r.number = $1
    UNION ALL SELECT p.orders FROM receipt r LEFT JOIN purchase p USING (purchase_id)
              WHERE r.inspection = $1 AND r.inspection <> ''
    UNION ALL SELECT p.orders FROM inspection i LEFT JOIN purchase p USING (purchase_id) WHERE i.number = $1
    UNION ALL SELECT p.orders FROM disposal d JOIN inspection USING (inspection_id)
              LEFT JOIN purchase p USING (purchase_id) WHERE d.number = $1
) bought LEFT JOIN LATERAL unnest(bought.orders) AS served(order_id) ON true
"""
"""By every number that our papers bear: order, outbound slip, purchase, goods receipt, inspection ($1); no order (null)
where the goods are for the shelf."""


@dataclass(frozen=True)
class Touched:
    """What a batch touches; with ``waiting`` also whoever waits for the same items.

    Items can be dealt anew only in a book that was loaded with ``waiting``.
    """

    orders: Iterable[UUID] = ()
    items: Iterable[str] = ()
    purchases: Iterable[UUID] = ()
    waiting: bool = True

    @property
    def asked(self) -> tuple[list[UUID], list[str], list[UUID], bool]:
        return list(self.orders), list(self.items), list(self.purchases), self.waiting


@dataclass(frozen=True)
class Pieces:
    """Which pieces a batch names: by item and serial number, with a shipment, in quarantine by an inspection, all in
    stock ``of_items``; of ``counted`` items also how many that are on hand have a name."""

    named: Iterable[Key] = ()
    shipments: Iterable[UUID] = ()
    inspections: Iterable[UUID] = ()
    counted: Iterable[str] = ()
    of_items: Iterable[str] = ()


class KnownDemand(Value):
    order_id: UUID
    version: int
    number: str
    customer: str
    priority: int
    partial: bool
    cancelled: bool
    blocked: bool
    need_version: int
    parts: tuple[Part, ...] = field(name="lines")


class KnownClaim(Value):
    order_id: UUID
    line: int
    item: str
    needed: Decimal
    held: Decimal
    kept: Decimal

    @property
    def claim(self) -> Claim:
        """A replica of the version before deals without ``kept``: it may have left less."""
        return Claim(self.line, self.item, self.needed, self.held, min(self.held, self.kept))


class KnownShipment(Value):
    """A shipment's row, without its packages."""

    shipment_id: UUID
    order_id: UUID
    order_version: int
    state: State
    parts: tuple[Part, ...] = field(name="lines")
    slip_number: str
    sales_slip: str
    picks: tuple[Pick, ...]


@dataclass(frozen=True, slots=True)
class Item(Master):
    """An item's row."""

    item: str = ""


class KnownStanding(Value):
    item: str
    supplier: str
    defects: Defects
    severity: Severity
    recent: tuple[bool, ...]
    rejected: int
    discontinued: bool
    score: int
    last_on: date | None

    @property
    def standing(self) -> Standing:
        history = (self.severity, self.recent, self.rejected, self.discontinued)
        return Standing(*history, self.score, self.last_on)


class Opened(Value):
    """What `open_book` gives; null where there is nothing."""

    shelves: list[Shelf] | None
    demands: list[KnownDemand] | None
    claims: list[KnownClaim] | None
    shipments: list[KnownShipment] | None
    purchases: list[Purchase] | None
    receipts: list[Receipt] | None
    items: list[Item] | None
    inspections: list[Inspection] | None
    plans: list[Plan] | None
    standings: list[KnownStanding] | None
    quants: list[Quant] | None
    at_gates: dict[UUID, str] | None
    recalled: dict[str, tuple[str, str, str]] | None


async def lock_dealing(db: Db) -> None:
    """Nobody deals any item until commit: for who looks at more than the book before it is loaded."""
    await db.execute(LOCK)


async def lock_items(db: Db, touched: Touched) -> None:
    """Nobody else deals these items until commit: for who loads several books, one after the other."""
    await db.execute(LOCK_ITEMS, *touched.asked)


async def load(db: Db, touched: Touched) -> Book:
    """Lock the items until commit and read what is touched."""
    opened = stored(Opened, await db.fetchval(LOAD, *touched.asked))
    demands = {row.order_id: Demand(**fields_of(row)) for row in opened.demands or ()}
    for claimed in opened.claims or ():
        demands[claimed.order_id].claims.append(claimed.claim)
    for sent in opened.shipments or ():
        demands[sent.order_id].shipments[sent.shipment_id] = Shipment(**fields_of(sent))
    for demand in demands.values():
        demand.stated = demand.lacks
    for shelf in (shelves := opened.shelves or ()):
        shelf.stated = shelf.lacking
    items = {row.item: row for row in opened.items or ()}
    standings = {(row.item, row.supplier, row.defects): row.standing for row in opened.standings or ()}
    more = (opened.inspections or (), opened.plans or (), standings, opened.quants or (), clock.now(), clock.today())
    receipts, purchases = opened.receipts or (), opened.purchases or ()
    recalled, at_gates = opened.recalled or {}, opened.at_gates
    return Book(shelves, demands.values(), purchases, items, receipts, *more, at_gates=at_gates, recalled=recalled)


async def name(db: Db, book: Book, told: Sequence[Pieces]) -> None:
    """Read the pieces that are named, under the locks of their items; nothing where none are."""
    named = [key for one in told for key in one.named]
    kept = [id_ for one in told for id_ in one.shipments], [id_ for one in told for id_ in one.inspections]
    of_items = sorted({item for one in told for item in one.of_items})
    if named or any(kept) or of_items:
        rows = await db.fetch(NAMED, [item for item, _ in named], [serial for _, serial in named], *kept, of_items)
        book.serials.learn(Serial(**{**row, "went": tuple(row["went"])}) for row in rows)
    new = {serial for _, serial in named} - {serial for _, serial in book.serials.known}
    if new and (counted := sorted({item for one in told for item in one.counted})):
        book.serials.count((row["item"], row["place"], row["pieces"]) for row in await db.fetch(NAMED_HERE, counted))


async def save(db: Db, book: Book) -> None:
    """Write what the batch changed, if it changed anything."""
    if not book.changed:
        return
    demands = list(book.changed_demands.values())
    await db.execute(
        SAVE,
        storable(list(book.changed_shelves.values())),
        storable([_demand_row(demand) for demand in demands]),
        storable([_claim_row(demand, claim) for demand in demands for claim in demand.claims]),
        list(book.changed_demands),
        storable([_shipment_row(book, shipment) for shipment in book.changed_shipments.values()]),
        storable(list(book.changed_purchases.values())),
        storable(book.receipts),
        storable(book.movements),
        storable(list(book.changed_inspections.values())),
        storable([_standing_row(key, standing) for key, standing in book.changed_standings.items()]),
        storable(book.disposals),
        storable(list(book.quants.changed.values())),
        storable(list(book.serials.changed.values())),
    )


async def numbered(db: Db, number: str, _path: Mapping[str, Any]) -> UUID | None:
    """The shipment that people call so: by its sales slip or its outbound slip."""
    return cast(UUID | None, await db.fetchval(NUMBERED, number))


async def order_of(db: Reading, shipment_id: UUID) -> UUID | None:
    """The order of a shipment, or None."""
    return cast(UUID | None, await db.fetchval(ORDER_OF, shipment_id))


async def list_shipments(db: Reading, state: str | None, after: UUID | None, limit: int) -> list[PackedState]:
    """Shipments by id, after a cursor."""
    return _packed(await db.fetch(SHIPMENTS, state, after, limit))


async def list_to_pack(db: Reading, after: UUID | None, limit: int) -> list[PackedState]:
    """Shipments that wait to be packed, those of who is served first the first, after a cursor (SAL-7)."""
    return _packed(await db.fetch(TO_PACK, after, limit))


async def shipments_of(db: Reading, orders: Sequence[UUID]) -> list[PackedState]:
    """These orders' shipments."""
    return _packed(await db.fetch(SHIPMENTS_OF, orders))


def _packed(rows: Sequence[asyncpg.Record]) -> list[PackedState]:
    documents = ({name: json.loads(row[name]) for name in ("lines", "packages", "picks")} for row in rows)
    return [PackedState(**{**row, **parsed}) for row, parsed in zip(rows, documents, strict=True)]


async def shipments_named(db: Reading, name: str, limit: int) -> list[PackedState]:
    """Those of a slip or of an order, by their number, and the one with a package of this label."""
    return _packed(await db.fetch(SHIPMENTS_NAMED, name, limit))


async def list_awaited(db: Reading, after: UUID | None, limit: int) -> list[PurchaseState]:
    """Purchases with something outstanding, after a cursor."""
    return [PurchaseState(**row) for row in await db.fetch(AWAITED, after, limit)]


async def awaited_of(db: Reading, orders: Sequence[UUID]) -> list[PurchaseState]:
    """Those of them that serve these orders."""
    return [PurchaseState(**row) for row in await db.fetch(AWAITED_OF, orders)]


async def awaited_named(db: Reading, name: str, limit: int) -> list[PurchaseState]:
    """Purchases with something outstanding, by their number, their order's (PUR-4), a receipt's, or their item's."""
    return [PurchaseState(**row) for row in await db.fetch(AWAITED_NAMED, name, limit)]


def _demand_row(demand: Demand) -> dict[str, object]:
    return {name: getattr(demand, name) for name in ("order_id", *DEMAND.split(", "))} | {"lines": demand.parts}


def _standing_row(key: Stood, standing: Standing) -> dict[str, object]:
    return dict(zip(("item", "supplier", "defects"), key, strict=True)) | asdict(standing)


def _claim_row(demand: Demand, claim: Claim) -> dict[str, object]:
    return {name: getattr(claim, name) for name in CLAIM.split(", ")} | {"order_id": demand.order_id}


def _shipment_row(book: Book, shipment: Shipment) -> dict[str, object]:
    """Of a shipment that was not packed just now no packages are told; it has those that it had."""
    told = {name: getattr(shipment, name) for name in SHIPMENT.split(", ")}
    packages = book.packages.get(shipment.shipment_id, ())
    return told | {"lines": shipment.parts, "packages": packages, "picks": shipment.picks}
