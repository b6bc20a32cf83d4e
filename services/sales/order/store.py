"""The order book: all SQL about the order's row, one query to load, one to save."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any, cast
from uuid import UUID

import asyncpg
import structlog
from pydantic import ValidationError

from chassis.handling import Db, Reading
from chassis.http.page import Page
from chassis.stored import Remembered, storable, stored
from contracts.order import OrderContent
from contracts.reasons import text_of_all
from contracts.review import Reason
from contracts.texts import Text, said
from services.sales.contract import store as contracts
from services.sales.feedback.store import TAKEN
from services.sales.inquiry import store as inquiries
from services.sales.inquiry.rules import items_in
from services.sales.masters.rules import Masters
from services.sales.masters.store import FLOORS, RATES, UNITS, masters_in
from services.sales.order.rules.collecting import ToCollect
from services.sales.order.rules.document import Order
from services.sales.order.rules.facts import CameAgain
from services.sales.sample import store as samples

log = structlog.get_logger()
ORDERS = Remembered(Order)
LOOK_ROWS_MAX = 500
HELD = """
WITH hold AS MATERIALIZED (
    SELECT customer, reasons FROM credit
    WHERE held AND customer IN (SELECT customer FROM sales_order WHERE {which})
    ORDER BY customer FOR SHARE
)
SELECT o.id, o.document, h.reasons FROM sales_order o LEFT JOIN hold h USING (customer)
WHERE {which} ORDER BY o.id FOR UPDATE OF o
"""
LOAD = HELD.format(which="id = ANY($1::uuid[])")
LOAD_CALLED = HELD.format(which="number = ANY($1::text[])")
LOAD_SLEEPING = HELD.format(which="sleeping AND customer = ANY($1::text[])")
SAVE = """
UPDATE sales_order o
SET stage = s.stage, sleeping = s.sleeping, to_accept = s.to_accept, look_on = s.look_on, weigh_on = s.weigh_on,
    to_collect = s.to_collect::jsonb, slips = s.slips::jsonb, document = s.document::json
FROM unnest($1::uuid[], $2::text[], $3::bool[], $4::bool[], $5::date[], $6::date[], $7::text[], $8::text[], $9::text[])
    AS s(id, stage, sleeping, to_accept, look_on, weigh_on, to_collect, slips, document)
WHERE o.id = s.id
"""
ADD = """
WITH again AS (
    UPDATE sales_order o
    SET document = (o.document::jsonb || jsonb_build_object('came_again', a.came::jsonb))::json
    FROM unnest($13::uuid[], $14::text[]) AS a(id, came) WHERE o.id = a.id
)
INSERT INTO sales_order (id, stage, sleeping, to_accept, look_on, weigh_on, to_collect, slips, document, number,
    customer, customer_po)
SELECT id, stage, sleeping, to_accept, look_on, weigh_on, to_collect::jsonb, slips::jsonb, document::json, number,
    customer, customer_po
FROM unnest($1::uuid[], $2::text[], $3::bool[], $4::bool[], $5::date[], $6::date[], $7::text[], $8::text[], $9::text[],
    $10::text[], $11::text[], $12::text[])
    AS s(id, stage, sleeping, to_accept, look_on, weigh_on, to_collect, slips, document, number, customer, customer_po)
"""
IN_STAGE = """
stage = {0} AND phase = CASE WHEN {0} IN ('incomplete', 'rejected', 'cancelled', 'closed') THEN {0} ELSE 'open' END
"""
FIND = "SELECT id, document FROM sales_order WHERE {which} AND ($1::uuid IS NULL OR id > $1) ORDER BY id LIMIT $2"
SEEN = "SELECT document FROM sales_order WHERE id = ANY($1::uuid[]) ORDER BY id"
NUMBERED = "SELECT id FROM sales_order WHERE number = upper($1)"
SLIP = """
SELECT shipment.id::uuid FROM sales_order o, json_each(o.document -> 'shipments') AS shipment(id, state)
WHERE o.id = $1 AND shipment.state ->> 'slip_number' = upper($2)
"""
TO_ACCEPT = """
SELECT id, document FROM sales_order
WHERE to_accept AND ($1::uuid IS NULL OR id > $1) AND ($2::text IS NULL OR customer = $2) ORDER BY id LIMIT $3
"""
TO_LOOK_AT = f"SELECT id FROM sales_order WHERE look_on <= $1 ORDER BY look_on, id LIMIT {LOOK_ROWS_MAX}"
TO_WEIGH = f"SELECT id FROM sales_order WHERE weigh_on <= $1 ORDER BY weigh_on, id LIMIT {LOOK_ROWS_MAX}"
WEIGH_AGAIN = """
WITH open AS (
    SELECT id FROM sales_order WHERE {which} AND phase IN ('incomplete', 'open') ORDER BY id FOR UPDATE
)
UPDATE sales_order o SET weigh_on = $2, document = (o.document::jsonb || '{{"weighed_on": null}}')::json
FROM open WHERE o.id = open.id
"""
WEIGH_HIS_AGAIN = WEIGH_AGAIN.format(which="customer = ANY($1::text[])")
WEIGH_THESE_AGAIN = WEIGH_AGAIN.format(which="id = ANY($1::uuid[])")
WITH_MERCHANDISER = """
SELECT id, document FROM sales_order
WHERE phase IN ('incomplete', 'open') AND ($1::uuid IS NULL OR id > $1)
    AND (stage IN ('incomplete', 'reviewed', 'infeasible', 'short', 'reserved', 'delivered')
        AND (document -> 'waiting' ->> 'owner' = document -> 'content' ->> 'merchandiser'
            OR document -> 'waiting' ->> 'what' = 'signature')
        OR look_on IS NULL AND (document -> 'delay' ->> 'ended' = 'false'
            OR document -> 'rescue' ->> 'result' = 'open'
            OR document -> 'anew' ->> 'ended' = 'false'
                AND document -> 'waiting' ->> 'what' IN ('decision', 'signature')))
ORDER BY id LIMIT $2
"""
"""Waiting for him or for a signature, to be rescued, with another day to be promised after a change, or late: then he
tells the customer, and nobody looks on another day whether it is (``look_on``). In no other stage has he anything to
do; by the stage most orders are passed over without a look at the document."""
ORDER_NAMED = """
SELECT id AS order_id FROM sales_order WHERE number = $1 OR customer_po = $1 OR slips ? $1
"""
"""By every number that our papers bear: the order's, the customer's PO's, a sales slip's ($1)."""
OF_ORDERS = f"""
WITH asked AS (SELECT id, customer, document FROM sales_order WHERE id = ANY($1::uuid[])),
named AS (
    SELECT unnest($2::text[]) AS item
    UNION SELECT line ->> 'item' FROM asked, json_array_elements(document -> 'content' -> 'lines') AS line
)
SELECT asked.id, document -> 'content' ->> 'quotation' AS quotation,
    document -> 'content' ->> 'contract' AS contract, c.state AS customer, ({TAKEN}) AS taken,
    ARRAY(SELECT json_array_elements_text(document -> 'content' -> 'samples')) AS samples,
    ({UNITS} JOIN named USING (item)) AS items, ({RATES}) AS rates, ({FLOORS.format(named="named")}) AS floors
FROM asked LEFT JOIN customer c USING (customer)
"""
CUSTOMERS_OF = "SELECT number, customer FROM sales_order WHERE number = ANY($1::text[])"
CALLED = "SELECT id, number FROM sales_order WHERE id = ANY($1::uuid[])"
"""The numbers of orders."""


@dataclass(frozen=True)
class Row:
    """An order as it is to be written, with what finds it."""

    order: Order
    stage: str
    sleeping: bool
    to_accept: bool
    look_on: date | None
    weigh_on: date | None = None
    to_collect: tuple[ToCollect, ...] = ()


@dataclass(frozen=True)
class Entry:
    """An order in the book, the reason of its customer's credit hold, if there is one, and its row where it changed."""

    order: Order
    hold: Text | None
    row: Row | None = None


async def load(db: Db, order_ids: Sequence[UUID]) -> Mapping[UUID, Entry]:
    """Lock and read orders. A hold that stops one is locked before it, so that its release finds it asleep."""
    return {row["id"]: Entry(_order(row), _hold(row)) for row in await db.fetch(LOAD, list(order_ids))}


async def load_called(db: Db, numbers: Sequence[str]) -> Mapping[str, Entry]:
    """By number, locked as ``load`` does; no statement where none is asked for."""
    rows = await db.fetch(LOAD_CALLED, list(numbers)) if numbers else []
    entries = (Entry(_order(row), _hold(row)) for row in rows)
    return {entry.order.content.number: entry for entry in entries}


async def load_sleeping(db: Db, customers: Sequence[str]) -> Mapping[UUID, Entry]:
    """Lock and read the orders that nothing but their customers' credit hold stopped."""
    rows = await db.fetch(LOAD_SLEEPING, list(customers))
    return {order.order_id: Entry(order, _hold(row)) for row in rows if (order := _readable(row))}


async def save(db: Db, rows: Sequence[Row]) -> None:
    await db.execute(SAVE, *_columns(rows))


async def add(db: Db, rows: Sequence[Row], again: Mapping[UUID, CameAgain]) -> None:
    """New orders; and on orders that are in the book that their PO came again."""
    contents = [row.order.content for row in rows]
    await db.execute(
        ADD,
        *_columns(rows),
        [content.number for content in contents],
        [content.customer for content in contents],
        [content.customer_po for content in contents],
        list(again),
        [storable(came) for came in again.values()],
    )


@dataclass(frozen=True)
class Sought:
    """What orders are looked for by; what is None does not matter."""

    stage: str | None = None
    customer: str | None = None
    number: str | None = None
    customer_po: str | None = None


async def find(db: Reading, sought: Sought, *, after: UUID | None = None, limit: int) -> Page[Order]:
    """A page of the book by order id, which is the order of receipt."""
    return _page(await db.fetch(*_finding(sought, after, limit)), limit)


def _finding(sought: Sought, after: UUID | None, limit: int) -> tuple[Any, ...]:
    """Only what is sought by stands in the query, so that its index is used."""
    told = {name: value for name, value in asdict(sought).items() if value is not None}
    places = ((name, f"${place}::text") for place, name in enumerate(told, start=3))
    asked = (IN_STAGE.format(place) if name == "stage" else f"{name} = {place}" for name, place in places)
    which = " AND ".join(asked) or "true"
    return FIND.format(which=which), after, limit, *told.values()


async def numbered(db: Reading, number: str, _path: Mapping[str, Any]) -> UUID | None:
    """The order that people call so: SO-2026-000123."""
    return cast(UUID | None, await db.fetchval(NUMBERED, number))


async def customers_of(db: Reading, numbers: Sequence[str]) -> dict[str, str]:
    """Whose orders of these numbers are; no statement where none is asked for."""
    return {row["number"]: row["customer"] for row in await db.fetch(CUSTOMERS_OF, list(numbers))} if numbers else {}


async def with_slip(db: Db, slip: str, path: Mapping[str, Any]) -> UUID | None:
    """The shipment of the path's order that goes by this sales slip: SS-2026-000123."""
    return cast(UUID | None, await db.fetchval(SLIP, UUID(str(path["order_id"])), slip))


async def find_to_accept(db: Reading, *, customer: str | None, after: UUID | None, limit: int) -> Page[Order]:
    """A page of the orders with a delivery that waits for acceptance."""
    return _page(await db.fetch(TO_ACCEPT, after, customer, limit), limit)


async def find_to_look_at(db: Reading, today: date) -> list[UUID]:
    """Orders that are late by now if nothing has happened; at most 500."""
    return [row["id"] for row in await db.fetch(TO_LOOK_AT, today)]


async def find_to_weigh(db: Reading, today: date) -> list[UUID]:
    """Orders that are more urgent by now, or whose customer is another one; at most 500."""
    return [row["id"] for row in await db.fetch(TO_WEIGH, today)]


async def weigh_again(db: Db, customers: Sequence[str], today: date) -> None:
    """Orders of these that are not over are weighed at once; no statement where there is none."""
    if customers:
        await db.execute(WEIGH_HIS_AGAIN, list(customers), today)


async def weigh_these_again(db: Db, orders: Sequence[UUID], today: date) -> None:
    """Those of them that are not over, the same way."""
    if orders:
        await db.execute(WEIGH_THESE_AGAIN, list(orders), today)


async def find_with_merchandiser(db: Reading, after: UUID | None, limit: int) -> Sequence[Order]:
    """The next orders that wait for their merchandiser or a signature, and those that are late."""
    return _page(await db.fetch(WITH_MERCHANDISER, after, limit), limit).items


async def look(db: Reading, order_id: UUID) -> Order | None:
    """One order, unlocked."""
    row = await db.fetchrow("SELECT document FROM sales_order WHERE id = $1", order_id)
    return _order(row) if row else None


async def seen(db: Reading, orders: Sequence[UUID]) -> list[Order]:
    """Those that are in the book, unlocked, by id."""
    return [_order(row) for row in await db.fetch(SEEN, orders)]


async def masters_of(
    db: Db,
    order_ids: Sequence[UUID],
    named: Sequence[str],
    quotations: Sequence[str] = (),
    numbers: Sequence[str] = (),
    sampled: Sequence[str] = (),
) -> Mapping[UUID, Masters]:
    """What is known of orders' customers, and of the items, quotations, contracts and samples that they name, or that
    are named here."""
    quoted = await inquiries.quoted(db, quotations)
    items = items_in(quoted.values()).union(named)
    rows = await db.fetch(OF_ORDERS, list(order_ids), list(items))
    quoted |= await inquiries.quoted(db, [row["quotation"] for row in rows if row["quotation"]])
    under = await contracts.called(db, [*numbers, *(row["contract"] for row in rows if row["contract"])])
    judged = await samples.called(db, [*sampled, *(each for row in rows for each in row["samples"])])
    return {row["id"]: replace(masters_in(row), quoted=quoted, contracts=under, samples=judged) for row in rows}


async def waits(db: Reading, order_id: UUID) -> list[dict[str, Any]]:
    """For whom the order waits, as its document says."""
    order = await look(db, order_id)
    if order is None or order.waiting is None:
        return []
    return [{"owner": order.waiting.owner, "what": said(order.waiting.reason), "since": order.waiting.since}]


def _columns(rows: Sequence[Row]) -> tuple[list[object], ...]:
    return (
        [row.order.order_id for row in rows],
        [row.stage for row in rows],
        [row.sleeping for row in rows],
        [row.to_accept for row in rows],
        [row.look_on for row in rows],
        [row.weigh_on for row in rows],
        [storable(row.to_collect) if row.to_collect else None for row in rows],
        [storable(row.order.slips) for row in rows],
        [_written(row.order) for row in rows],
    )


def _page(rows: Sequence[asyncpg.Record], limit: int) -> Page[Order]:
    orders = [order for row in rows if (order := _readable(row))]
    return Page(items=tuple(orders), next=rows[-1]["id"] if len(rows) == limit else None)


def _readable(row: asyncpg.Record) -> Order | None:
    """None for a document that cannot be read: it hides no other order, and whoever asks for it by name hears of it."""
    try:
        return _order(row)
    except ValidationError as fault:
        fields = sorted({".".join(str(part) for part in error["loc"]) for error in fault.errors()})
        log.warning("an order cannot be read", order_id=str(row["id"]), fields=fields)
        return None


def _hold(row: asyncpg.Record) -> Text | None:
    """Why the order's customer is on credit hold, if he is."""
    return text_of_all(stored(tuple[Reason, ...], row["reasons"])) if row["reasons"] else None


def _written(order: Order) -> str:
    """A draft that lacks nothing any more is content when it is read: only what is content is remembered as it is."""
    return ORDERS.written(order) if isinstance(order.content, OrderContent) else storable(order)


def _order(row: asyncpg.Record) -> Order:
    return ORDERS.read(row["document"])
