"""What is kept of shipments' documents, and all that they are drawn from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from asyncpg import Record

from chassis.figures import holding
from chassis.handling import Db, Reading
from chassis.papers.company import issuer
from chassis.stored import storable, stored
from contracts.order import OrderContent, Package, ShipmentLine
from contracts.sales import CustomerChanged
from contracts.texts import Text
from services.logistics.documents.rules.customs import customs_data, lacks_of
from services.logistics.documents.rules.kept import Kept
from services.logistics.documents.rules.sources import ItemFacts, Sources
from services.logistics.policy import Policy

SOURCES = """
SELECT s.shipment_id, s.order_id, s.number, s.customer, s.country, s.lines, s.packages, s.mode, s.carrier,
       s.dispatched_on, v.content, d.state AS kept,
       coalesce((SELECT l.language FROM customer_language l WHERE l.customer = s.customer), '') AS language, (
           SELECT coalesce(jsonb_object_agg(i.item, to_jsonb(i) - ARRAY['item', 'version']), '{}') FROM item_weight i
           WHERE i.item IN (SELECT line->>'item' FROM jsonb_array_elements(s.lines) line)) AS items
FROM shipment s
LEFT JOIN order_version v ON v.order_id = s.order_id AND v.version = s.order_version AND NOT v.cancelled
LEFT JOIN shipment_document d ON d.shipment_id = s.shipment_id
"""
LOCK = """
SELECT shipment_id FROM shipment
WHERE shipment_id = ANY($1::uuid[]) AND state <> 'cancelled' AND country IS DISTINCT FROM $2
ORDER BY shipment_id FOR UPDATE
"""
"""Before the documents are read: what another transaction kept meanwhile is seen by the next statement only."""
LOAD = f"{SOURCES} WHERE s.shipment_id = ANY($1::uuid[])"
FIND = f"{SOURCES} WHERE s.shipment_id = $1"
NUMBERED = f"{SOURCES} WHERE s.number = $1"
OF_ORDER = f"{SOURCES} WHERE s.order_id = $1 AND s.state <> 'cancelled' ORDER BY s.number"
SAVE = """
INSERT INTO shipment_document (shipment_id, state) SELECT * FROM unnest($1::uuid[], $2::jsonb[])
ON CONFLICT (shipment_id) DO UPDATE SET state = EXCLUDED.state
"""


KEEP_LANGUAGES = """
INSERT INTO customer_language (customer, version, language) SELECT * FROM unnest($1::text[], $2::int[], $3::text[])
ON CONFLICT (customer) DO UPDATE SET version = EXCLUDED.version, language = EXCLUDED.language
WHERE customer_language.version < EXCLUDED.version
"""


async def keep_languages(db: Db, customers: Sequence[CustomerChanged]) -> None:
    """The highest version of each customer holds."""
    told = [(one.customer, one.version, one.language) for one in customers]
    await db.execute(KEEP_LANGUAGES, *map(list, zip(*told, strict=True)))


async def load(db: Db, shipments: Sequence[UUID]) -> Mapping[UUID, Sources]:
    """Under the lock of each shipment; one that was cancelled has no documents."""
    return await _locked(db, shipments, but_to=None, home=await _home(db))


async def load_abroad(db: Db, shipments: Sequence[UUID]) -> Mapping[UUID, Sources]:
    """Those that leave the country; nothing is locked of the others."""
    home = await _home(db)
    return await _locked(db, shipments, but_to=home, home=home)


async def save(db: Db, documents: Sequence[Kept]) -> None:
    if documents:
        await db.execute(SAVE, [kept.shipment_id for kept in documents], [storable(kept) for kept in documents])


async def undeclared(db: Reading, shipments: Sequence[UUID]) -> dict[UUID, tuple[Text, ...]]:
    """What the customs data of each lack; nothing where they are complete (LOG-8)."""
    home = await _home(db)
    known = [_sources(row, home) for row in await db.fetch(LOAD, list(shipments))]
    return {one.shipment_id: tuple(x.wanted for x in lacks_of(customs_data(one), one.term)) for one in known}


async def find(db: Reading, shipment_id: UUID) -> Sources | None:
    row = await db.fetchrow(FIND, shipment_id)
    return _sources(row, await _home(db)) if row else None


async def numbered(db: Reading, number: str) -> tuple[UUID, Sources] | None:
    """With its order, by the shipment's number."""
    row = await db.fetchrow(NUMBERED, number)
    return (row["order_id"], _sources(row, await _home(db))) if row else None


async def of_order(db: Reading, order_id: UUID) -> Sequence[Sources]:
    home = await _home(db)
    return [_sources(row, home) for row in await db.fetch(OF_ORDER, order_id)]


async def _locked(db: Db, shipments: Sequence[UUID], *, but_to: str | None, home: str) -> Mapping[UUID, Sources]:
    found = [row["shipment_id"] for row in await db.fetch(LOCK, list(shipments), but_to)]
    rows = await db.fetch(LOAD, found) if found else []
    return {row["shipment_id"]: _sources(row, home) for row in rows}


async def _home(db: Reading) -> str:
    return (await holding(db, Policy)).home_country


def _sources(row: Record, home: str) -> Sources:
    same: dict[str, Any] = {
        name: row[name] for name in ("number", "customer", "language", "country", "mode", "carrier")
    }
    return Sources(
        **same,
        shipment_id=row["shipment_id"],
        home=home,
        lines=stored(tuple[ShipmentLine, ...], row["lines"]),
        packages=stored(tuple[Package, ...], row["packages"]),
        dispatched_on=row["dispatched_on"],
        content=stored(OrderContent, row["content"]) if row["content"] else None,
        items=stored(dict[str, ItemFacts], row["items"]),
        kept=stored(Kept, row["kept"]) if row["kept"] else Kept(shipment_id=row["shipment_id"]),
        company=issuer(),
    )
