"""Who could supply which items, and which orders wait for that."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from uuid import UUID

from asyncpg import Record

from chassis import clock
from chassis.handling import Db
from contracts.currencies import EVER
from contracts.scalars import DAYS_MAX
from services.purchasing.ledger.rules.purchase import Purchase
from services.purchasing.ledger.rules.reading import OF_PURCHASE, Reader
from services.purchasing.ledger.store import OFFERED, read
from services.purchasing.waiting.rules.verdict import Waiting
from services.purchasing.waiting.rules.ways import Supply

UNDER_WAY = Reader("purchase", Purchase, OF_PURCHASE)
SUPPLIES = """
SELECT item, discontinued, lead_days, unit, made, offers, bought FROM ways_of($1::text[], $2, $3::text[], $4, $5)
"""
WAITING = """
WITH decided AS (
    DELETE FROM waiting_review w USING demand d
    WHERE w.impossible && $1::text[] AND d.order_id = w.order_id AND (d.version > 0 OR d.final) RETURNING w.order_id
)
SELECT order_id, order_version, items, impossible, quantities
FROM waiting_review w WHERE impossible && $1::text[] AND order_id NOT IN (SELECT order_id FROM decided)
ORDER BY order_id
"""
KEEP = """
WITH over AS (
    DELETE FROM waiting_review WHERE order_id = ANY($1::uuid[]) AND order_id <> ALL ($2::uuid[])
)
INSERT INTO waiting_review (order_id, order_version, items, impossible, quantities)
SELECT order_id, order_version, string_to_array(items, E'\\n'), string_to_array(impossible, E'\\n'),
    string_to_array(quantities, E'\\n')::numeric[]
FROM unnest($2::uuid[], $3::int[], $4::text[], $5::text[], $6::text[])
    AS w(order_id, order_version, items, impossible, quantities)
ON CONFLICT (order_id) DO UPDATE SET
    order_version = EXCLUDED.order_version, items = EXCLUDED.items, impossible = EXCLUDED.impossible,
    quantities = EXCLUDED.quantities
WHERE waiting_review.order_version <= EXCLUDED.order_version
"""
FORGET = "DELETE FROM waiting_review WHERE order_id = ANY($1::uuid[])"


async def supplies(db: Db, items: Iterable[str], *, locked: bool = False) -> dict[str, Supply]:
    """How each of these items can be had; ``locked``: and until commit no offer comes or goes."""
    rows = await db.fetch(SUPPLIES, sorted(set(items)), DAYS_MAX, list(EVER), locked, clock.today())
    return {row["item"]: _supply(row) for row in rows}


async def load(db: Db, items: Iterable[str]) -> list[Waiting]:
    """The orders that wait until one of these items can be had; who is decided waits no more."""
    return [_waiting(row) for row in await db.fetch(WAITING, sorted(set(items)))]


async def save(db: Db, reviewed: Sequence[UUID], still: Sequence[Waiting]) -> None:
    """Of the orders that were reviewed, ``still`` wait, and no other."""
    await db.execute(
        KEEP,
        list(reviewed),
        [w.order_id for w in still],
        [w.order_version for w in still],
        ["\n".join(w.wanted) for w in still],
        ["\n".join(w.impossible) for w in still],
        ["\n".join(f"{quantity:f}" for quantity in w.wanted.values()) for w in still],
    )


async def forget(db: Db, orders: Sequence[UUID]) -> None:
    """They are over."""
    await db.execute(FORGET, list(orders))


def _supply(row: Record) -> Supply:
    name = f"of {row['item']}"
    offers = (read(OFFERED, doc, f"an offer {name}") for doc in row["offers"] or ())
    bought = (read(UNDER_WAY, doc, f"a purchase {name}") for doc in row["bought"] or ())
    return Supply(
        lead_days=row["lead_days"],
        discontinued=row["discontinued"],
        unit=row["unit"],
        made=row["made"],
        offers=tuple(offer for offer in offers if offer),
        bought=tuple(purchase for purchase in bought if purchase),
    )


def _waiting(row: Record) -> Waiting:
    """An order that waited before quantities were kept wants none."""
    quantities = row["quantities"] or [0] * len(row["items"])
    wanted = dict(zip(row["items"], quantities, strict=True))
    return Waiting(row["order_id"], row["order_version"], wanted, tuple(row["impossible"]))
