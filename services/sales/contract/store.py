"""Sales contracts in the database, with their versions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, cast
from uuid import UUID

import asyncpg

from chassis.handling import Db, Reading
from chassis.http.page import FIRST, Page
from chassis.stored import storable, stored
from services.sales.contract.rules.document import SalesContract

LOAD = "SELECT document FROM sales_contract WHERE contract_id = ANY($1::uuid[])"
SAVE = """
INSERT INTO sales_contract (contract_id, number, customer, reference, pending, valid_until, document)
SELECT id, document ->> 'number', document ->> 'customer', document ->> 'reference', pending, valid_until, document
FROM (SELECT id, pending, valid_until, document::json AS document
    FROM unnest($1::uuid[], $2::bool[], $3::date[], $4::text[]) AS given(id, pending, valid_until, document)) AS g
ON CONFLICT (contract_id) DO UPDATE SET pending = EXCLUDED.pending, valid_until = EXCLUDED.valid_until,
    document = EXCLUDED.document
"""
OF_REFERENCES = """
SELECT c.document FROM unnest($1::text[], $2::text[]) AS asked(customer, reference)
JOIN sales_contract c USING (customer, reference)
"""
CALLED = "SELECT document FROM sales_contract WHERE number = ANY($1::text[])"
NUMBERED = "SELECT contract_id FROM sales_contract WHERE number = upper($1)"
NAMED = "SELECT document FROM sales_contract WHERE number = upper($1) LIMIT $2"
LISTED = "SELECT document FROM sales_contract WHERE contract_id > $1 ORDER BY contract_id LIMIT $2"
OF_CUSTOMER = (
    "SELECT document FROM sales_contract WHERE customer = $3 AND contract_id > $1 ORDER BY contract_id LIMIT $2"
)
WAITING = """
SELECT document FROM sales_contract WHERE contract_id > $1 AND (pending OR valid_until BETWEEN $3 AND $4)
ORDER BY contract_id LIMIT $2
"""
ORDER_NAMED = "SELECT NULL::uuid AS order_id FROM sales_contract WHERE number = $1"
"""A contract is about no one order ($1)."""


async def load(db: Reading, contracts: Sequence[UUID]) -> dict[UUID, SalesContract]:
    """Under the key of each of them."""
    return {one.contract_id: one for one in map(_contract, await db.fetch(LOAD, list(contracts)))}


async def save(db: Db, contracts: Sequence[SalesContract]) -> None:
    if not contracts:
        return
    held = [None if one.terminated else one.holding for one in contracts]
    await db.execute(
        SAVE,
        [one.contract_id for one in contracts],
        [bool(one.to_sign) for one in contracts],
        [one.valid_until if one else None for one in held],
        [storable(one) for one in contracts],
    )


async def of_references(db: Reading, references: Sequence[tuple[str, str]]) -> dict[tuple[str, str], SalesContract]:
    """Those that are there, by the customer and what he calls them."""
    rows = await db.fetch(OF_REFERENCES, [one[0] for one in references], [one[1] for one in references])
    return {(one.customer, one.reference): one for one in map(_contract, rows)}


async def called(db: Reading, numbers: Sequence[str]) -> dict[str, SalesContract]:
    """By number; no statement where none is asked for."""
    rows = await db.fetch(CALLED, list(numbers)) if numbers else []
    return {one.number: one for one in map(_contract, rows)}


async def numbered(db: Reading, number: str, _path: Mapping[str, Any]) -> UUID | None:
    """The contract that people call so: SC-2026-000123."""
    return cast(UUID | None, await db.fetchval(NUMBERED, number))


async def named(db: Reading, name: str, limit: int) -> list[SalesContract]:
    """The one that people call so, however it stands."""
    return [_contract(row) for row in await db.fetch(NAMED, name, limit)]


async def listed(db: Reading, customer: str | None, after: UUID, limit: int) -> Page[SalesContract]:
    """A page by id, which is the order of their coming; of one customer, or of all."""
    rows = await db.fetch(OF_CUSTOMER, after, limit, customer) if customer else await db.fetch(LISTED, after, limit)
    found = tuple(map(_contract, rows))
    return Page(items=found, next=found[-1].contract_id if len(found) == limit else None)


async def waiting(db: Reading, after: UUID | None, limit: int, today: date, last: date) -> list[SalesContract]:
    """Of which a version waits for signatures, and those that end from today to the last day."""
    return list(map(_contract, await db.fetch(WAITING, after or FIRST, limit, today, last)))


def _contract(row: asyncpg.Record) -> SalesContract:
    return stored(SalesContract, row["document"])
