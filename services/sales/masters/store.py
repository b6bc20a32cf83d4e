"""The masters' rows."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from decimal import Decimal
from typing import TypeVar

import asyncpg

from chassis.handling import Db, Reading
from chassis.sealed import Kept, columns_of, whole
from chassis.stored import storable, stored
from contracts.rates import DatedRate
from services.sales.masters.rules import Customer, Item, ListPrice, Masters

LOAD: Mapping[type[Customer | Item], str] = {
    Customer: "SELECT customer AS code, state, sealed FROM customer WHERE customer = ANY($1::text[])",
    Item: "SELECT item AS code, state, NULL AS sealed FROM item WHERE item = ANY($1::text[])",
}
OF_GTIN = "SELECT item FROM item WHERE state ->> 'gtin' = ANY($1::text[]) ORDER BY item"
GTIN_DIGITS = (8, 12, 13, 14)
LOCKED = " ORDER BY code FOR UPDATE"
"""For a handover changes customers under its own key."""
OF_MERCHANDISER = f"SELECT customer AS code, state, sealed FROM customer WHERE state ->> 'merchandiser' = $1{LOCKED}"
SAVE: Mapping[type[Customer | Item], str] = {
    Customer: """
INSERT INTO customer (customer, state, sealed, found_by)
SELECT code, state::jsonb, sealed, string_to_array(marks, ' ')
FROM unnest($1::text[], $2::text[], $3::bytea[], $4::text[]) AS given(code, state, sealed, marks)
ON CONFLICT (customer) DO UPDATE
SET state = EXCLUDED.state, sealed = EXCLUDED.sealed, found_by = EXCLUDED.found_by
""",
    Item: """
INSERT INTO item (item, state) SELECT i, s::jsonb FROM unnest($1::text[], $2::text[]) AS s(i, s)
ON CONFLICT (item) DO UPDATE SET state = EXCLUDED.state
""",
}
RATES = "SELECT jsonb_object_agg(currency, rates) FROM currency_rate"
"""What finance says that currencies are worth."""
UNITS = "SELECT jsonb_object_agg(item, state ->> 'unit') FROM item"
"""The items that there are, with their units."""
FLOORS = """
SELECT jsonb_object_agg(listed.item || E'\\n' || listed.currency, listed.document ->> 'floor') FROM {named}
CROSS JOIN LATERAL (SELECT p.item, currency, document FROM list_price p WHERE p.item = named.item OFFSET 0) AS listed
"""
"""Of the items ``named``, in each currency that the list has of them; each by its key, as ``PRICES``."""

PRICES = """
SELECT listed.document FROM unnest($1::text[], $2::text[]) AS asked(item, currency)
CROSS JOIN LATERAL (SELECT document FROM list_price p WHERE p.item = asked.item AND p.currency = asked.currency LIMIT 1)
    AS listed
"""
"""Each by its key, however many the list has: a join of many lines would read all of it."""
SAVE_PRICES = """
INSERT INTO list_price (item, currency, document)
SELECT i, c, d::json FROM unnest($1::text[], $2::text[], $3::text[]) AS s(i, c, d)
ON CONFLICT (item, currency) DO UPDATE SET document = EXCLUDED.document
"""

M = TypeVar("M", Customer, Item)


def _mail_addresses(customer: str) -> set[str]:
    """By which he is known who sends an order: each as mail servers compare it."""
    contacts = json.loads(customer).get("contacts", ())
    return {one["email"].lower() for one in contacts if one.get("email")}


KEPT = Kept("customer", "customer", "state", Customer, found_by=_mail_addresses)


async def load(db: Reading, kind: type[M], codes: Sequence[str]) -> Mapping[str, M]:
    """The masters of one kind by their codes, those that there are."""
    return {row["code"]: _whole(kind, row) for row in await db.fetch(LOAD[kind], list(codes))}


async def items_of(db: Reading, gtin: str) -> tuple[str, ...]:
    """The items that bear this number, written with as many leading zeros as it may be."""
    bare = gtin.lstrip("0")
    forms = [bare.zfill(digits) for digits in GTIN_DIGITS if len(bare) <= digits]
    return tuple(row["item"] for row in await db.fetch(OF_GTIN, forms))


async def load_locked(db: Db, kind: type[M], codes: Sequence[str]) -> Mapping[str, M]:
    """As ``load``, until the commit nobody else's to change."""
    return {row["code"]: _whole(kind, row) for row in await db.fetch(LOAD[kind] + LOCKED, list(codes))}


async def load_of(db: Db, merchandiser: str) -> Mapping[str, Customer]:
    """The customers for whom this person answers, locked."""
    return {row["code"]: _whole(Customer, row) for row in await db.fetch(OF_MERCHANDISER, merchandiser)}


async def save(db: Db, kind: type[M], masters: Mapping[str, M]) -> None:
    documents = [(code, storable(one)) for code, one in masters.items()]
    columns = ([text for _, text in documents],) if kind is Item else columns_of(KEPT, documents)
    await db.execute(SAVE[kind], list(masters), *columns)


def customer_in(code: str, state: str, sealed: bytes | None) -> Customer:
    """Of his row, with his contacts and addresses; who reads the state alone has him without them."""
    return stored(Customer, whole(state, sealed, KEPT.place(code)))


def _whole(kind: type[M], row: asyncpg.Record) -> M:
    return stored(kind, whole(row["state"], row["sealed"], KEPT.place(row["code"])))


async def prices(db: Reading, asked: Collection[tuple[str, str]]) -> dict[tuple[str, str], ListPrice]:
    """By item and currency, those that the list has."""
    rows = await db.fetch(PRICES, [one[0] for one in asked], [one[1] for one in asked])
    return {(one.item, one.currency): one for one in (stored(ListPrice, row["document"]) for row in rows)}


async def save_prices(db: Db, listed: Sequence[ListPrice]) -> None:
    columns = ([one.item for one in listed], [one.currency for one in listed], [storable(one) for one in listed])
    await db.execute(SAVE_PRICES, *columns)


def masters_in(row: asyncpg.Record) -> Masters:
    """Of a row with a ``customer``'s state, ``items`` by ``UNITS`` and ``rates`` by ``RATES``; each may be unknown.
    ``taken`` is how many orders he took in whole, ``floors`` are by ``FLOORS``."""
    customer = stored(Customer, row["customer"]) if row["customer"] else None
    rates = stored(dict[str, tuple[DatedRate, ...]], row["rates"] or "{}")
    about = {"rates": rates, "taken": row["taken"], "floors": _floors(row["floors"])}
    return Masters(customer, json.loads(row["items"] or "{}"), **about)


def _floors(text: str | None) -> dict[tuple[str, str], Decimal]:
    each = ([*key.split("\n"), floor] for key, floor in json.loads(text or "{}").items())
    return {(item, currency): Decimal(floor) for item, currency, floor in each}
