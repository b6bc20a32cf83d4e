"""Production orders' plans, what they take of the lines, and what lines and bills of materials say can be made."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from functools import cache
from uuid import UUID

from asyncpg import Record

from chassis.handling import Db, Reading
from chassis.stored import storable, stored
from contracts.money import Money
from contracts.supply import Lack
from services.purchasing.ledger.rules.purchase import Purchase
from services.purchasing.ledger.rules.reading import OF_PURCHASE, Reader
from services.purchasing.ledger.store import read
from services.purchasing.production.rules.lines import Line, LineItem, Maintenance, capacity, working_days_of
from services.purchasing.production.rules.planning import Free
from services.purchasing.production.rules.production import Production
from services.purchasing.production.rules.shop import Bill

Found = tuple[Purchase, Production | None]
LATE = "r.doc -> 'steps' -> -1 ->> 'forecast_on' > coalesce(p.doc ->> 'first_promised_on', p.doc ->> 'promised_on')"
"""Of a purchase p with its plan r: its last milestone is expected after the day that was promised first."""
MADE = Reader("purchase", Purchase, OF_PURCHASE)
LOAD = "SELECT purchase_id, doc::text FROM production WHERE purchase_id = ANY($1::uuid[])"
SAVE = """
WITH kept AS (
    INSERT INTO production (purchase_id, line, doc, looked_on)
    SELECT *, $8 FROM unnest($1::uuid[], $2::text[], $3::jsonb[])
    ON CONFLICT (purchase_id) DO UPDATE SET
        line = EXCLUDED.line, doc = EXCLUDED.doc, looked_on = EXCLUDED.looked_on
), gone AS (
    DELETE FROM production_load l WHERE l.purchase_id = ANY($1::uuid[]) AND NOT EXISTS (
        SELECT FROM unnest($4::uuid[], $6::date[]) AS k(purchase_id, on_day)
        WHERE k.purchase_id = l.purchase_id AND k.on_day = l.on_day)
)
INSERT INTO production_load (purchase_id, line, on_day, minutes)
SELECT * FROM unnest($4::uuid[], $5::text[], $6::date[], $7::int[])
ON CONFLICT (purchase_id, on_day) DO UPDATE SET line = EXCLUDED.line, minutes = EXCLUDED.minutes
"""
TAKEN = """
SELECT l.line, l.on_day, sum(l.minutes)::int AS minutes FROM production_load l JOIN purchase p ON p.id = l.purchase_id
WHERE l.line = ANY($1::text[]) AND l.on_day >= $2 AND p.state <> 'closed' AND l.purchase_id <> ALL ($3::uuid[])
GROUP BY l.line, l.on_day
"""
UNSEEN = """
SELECT p.id FROM purchase p JOIN production r ON r.purchase_id = p.id
WHERE (p.doc->>'made')::bool AND p.state <> 'closed' AND r.looked_on < $1 ORDER BY p.id LIMIT 500
"""
LIST = """
SELECT p.id, p.doc::text AS purchase, r.doc::text AS plan FROM purchase p LEFT JOIN production r ON r.purchase_id = p.id
WHERE (p.doc->>'made')::bool AND p.number <> '' AND ($1 OR p.state <> 'closed') AND ($2::uuid IS NULL OR p.id > $2)
ORDER BY p.id LIMIT $3
"""
NAMED = """
SELECT p.id, p.doc::text AS purchase, r.doc::text AS plan FROM purchase p LEFT JOIN production r ON r.purchase_id = p.id
WHERE p.id = ANY($1::uuid[]) AND (p.doc->>'made')::bool AND p.number <> '' ORDER BY p.id
"""
SERVING = """
SELECT DISTINCT p.id FROM need_line n JOIN purchase p ON p.item = n.item AND p.state <> 'closed'
WHERE n.order_id = ANY($1::uuid[]) AND (p.doc->>'made')::bool
  AND p.doc -> 'served' @> jsonb_build_array(jsonb_build_object('order_id', n.order_id::text))
"""
LINES = "SELECT line, name, shifts, shift_minutes, active FROM line WHERE line = ANY($1::text[])"
MAINTENANCE = """
SELECT line, first_on, until_on, minutes, reason FROM line_maintenance
WHERE line = ANY($1::text[]) AND until_on >= $2 AND minutes > 0 ORDER BY line, first_on
"""
MAKERS = """
SELECT i.item, i.line, i.rank, i.minutes_per_unit, i.amount, i.currency
FROM line_item i JOIN line l USING (line) WHERE i.item = ANY($1::text[]) AND l.active ORDER BY i.item, i.rank, i.line
"""
BILLS = """
SELECT b.item, jsonb_agg(jsonb_build_array(b.component, b.quantity::text) ORDER BY b.component)::text AS components,
    coalesce((SELECT (o.doc->>'lead_days')::int FROM offer o WHERE o.item = b.item AND o.supplier = $2), 0) AS lead_days
FROM bill_of_materials b WHERE b.item = ANY($1::text[]) GROUP BY b.item
"""


async def load(db: Reading, purchases: Sequence[UUID]) -> dict[UUID, Production]:
    """The plans of those that were released."""
    return {row["purchase_id"]: stored(Production, row["doc"]) for row in await db.fetch(LOAD, list(purchases))}


async def save(db: Db, plans: Sequence[Production], today: date) -> None:
    """Write plans as they are forecast today, and what each takes of its line on which day."""
    days = [(plan.purchase_id, plan.line, day.on, day.minutes) for plan in plans for day in plan.days]
    columns = [list(column) for column in zip(*days, strict=True)]
    ids, lines = [plan.purchase_id for plan in plans], [plan.line for plan in plans]
    await db.execute(SAVE, ids, lines, [storable(plan) for plan in plans], *columns, today)


async def taken(
    db: Reading, lines: Sequence[str], since: date, but: Sequence[UUID] = ()
) -> dict[tuple[str, date], int]:
    """The minutes that open production orders take, by line and day; ``but`` these."""
    rows = await db.fetch(TAKEN, list(lines), since, list(but))
    return {(row["line"], row["on_day"]): row["minutes"] for row in rows}


async def unseen(db: Reading, today: date) -> list[UUID]:
    """The open ones whose forecast is of an earlier day."""
    return [row["id"] for row in await db.fetch(UNSEEN, today)]


async def page(db: Reading, closed: bool, after: UUID | None, limit: int) -> list[Found]:
    """Production orders in the order of their making; ``closed``: those that are over, too."""
    return found(await db.fetch(LIST, closed, after, limit))


async def named(db: Reading, purchases: Sequence[UUID]) -> list[Found]:
    """Those of these that our own shop makes."""
    return found(await db.fetch(NAMED, list(purchases)))


async def serving(db: Reading, orders: Sequence[UUID]) -> list[Found]:
    """The open production orders of what these orders need."""
    return await named(db, [row["id"] for row in await db.fetch(SERVING, orders)])


def found_of(id_: UUID, purchase: str, plan: str | None) -> Found | None:
    """A row's documents read; None when the purchase cannot be."""
    known = read(MADE, purchase, f"purchase {id_}")
    return (known, stored(Production, plan) if plan else None) if known else None


def found(rows: Sequence[Record]) -> list[Found]:
    """Rows of id, purchase and plan read; without those that cannot be."""
    read_ = [found_of(row["id"], row["purchase"], row["plan"]) for row in rows]
    return [one for one in read_ if one]


async def lines(db: Reading, codes: Sequence[str]) -> dict[str, Line]:
    """Those of them that are known."""
    return {row["line"]: Line(**row) for row in await db.fetch(LINES, list(codes))}


async def maintenance(db: Reading, codes: Sequence[str], since: date) -> list[Maintenance]:
    """Of these lines what is not over on that day."""
    return [Maintenance(**row) for row in await db.fetch(MAINTENANCE, list(codes), since)]


async def makers(db: Reading, items: Sequence[str]) -> list[LineItem]:
    """The active lines that make these items, by item the primary one first."""
    return [_line_item(row) for row in await db.fetch(MAKERS, list(items))]


async def free(
    db: Reading, codes: Sequence[str], since: date, country: str, but: Sequence[UUID] = ()
) -> Callable[[str], Free]:
    """By line the minutes of a day that no production order takes; ``but`` these orders."""
    known, still = await lines(db, codes), await maintenance(db, codes, since)
    planned, works_on = await taken(db, codes, since, but), cache(working_days_of(country))

    def of(line: str) -> Free:
        windows = [one for one in still if one.line == line]
        return lambda day: capacity(known[line], windows, day, works_on) - planned.get((line, day), 0)

    return of


def _line_item(row: Record) -> LineItem:
    cost = Money(amount=row["amount"], currency=row["currency"])
    facts = {name: row[name] for name in ("item", "line", "rank", "minutes_per_unit")}
    return LineItem(cost_per_unit=cost, **facts)


async def bills(db: Reading, items: Sequence[str], own_shop: str) -> dict[str, Bill]:
    """The bills of those of these items that are made."""
    rows = await db.fetch(BILLS, list(items), own_shop)
    return {
        row["item"]: Bill(
            item=row["item"],
            lead_days=row["lead_days"],
            components=tuple(
                Lack(item=item, quantity=Decimal(quantity)) for item, quantity in json.loads(row["components"])
            ),
        )
        for row in rows
    }
