"""Statements as they were taken in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, cast

from chassis.handling import Db, Reading
from chassis.stored import storable
from services.finance.bank_statements.rules.form import Statement
from services.finance.bank_statements.rules.taking import Balances, BankFile, Name, balances

KNOWN = """
SELECT s.account, s.number, s.fingerprint FROM unnest($1::text[], $2::text[]) AS w(account, number)
JOIN bank_statement s USING (account, number)
"""
AROUND = """
SELECT DISTINCT s.account, s.number, s.year, s.sequence, s.page, s.last, s.opening, s.closing, s.fingerprint
FROM unnest($1::text[], $2::int[], $3::int[]) AS w(account, year, sequence)
JOIN bank_statement s ON s.account = w.account AND s.year = w.year AND s.sequence IS NOT NULL
    AND s.sequence BETWEEN w.sequence - 1 AND w.sequence + 1
"""
PAID = """
SELECT bank_reference, doc->'amount'->>'currency' AS currency, (doc->'amount'->>'amount')::numeric AS amount
FROM payment WHERE bank_reference = ANY($1::text[])
"""
SAVE = """
WITH file AS (
    INSERT INTO bank_file (sha256, content, brought_by, brought_at) VALUES ($5, $6, $3, $4) ON CONFLICT DO NOTHING
)
INSERT INTO bank_statement (account, number, kind, year, sequence, page, last, currency, opening, closing, fingerprint,
                            taken_by, taken_at, doc, file_sha256)
SELECT r.*, g.fingerprint, $3, $4, g.doc::json, $5
FROM unnest($1::text[], $2::text[]) AS g(doc, fingerprint),
     json_to_record(g.doc::json) AS r(account text, number text, kind text, year int, sequence int, page int,
         last boolean, currency text, opening numeric, closing numeric)
"""
CONTENT = "SELECT content FROM bank_file WHERE sha256 = $1"
LISTED = """
SELECT account, number, kind, currency, opening, closing, taken_by, taken_at FROM bank_statement
WHERE (account, number) > ($1, $2) ORDER BY account, number LIMIT $3
"""


ARCHIVED = """
SELECT account, number, kind, currency, opening, closing, taken_by, taken_at, fingerprint AS sha256, file_sha256
FROM bank_statement
WHERE ($1::text IS NULL OR number = $1 OR account = $1)
    AND ($2::timestamptz IS NULL OR taken_at >= $2) AND ($3::timestamptz IS NULL OR taken_at < $3)
    AND ($4::timestamptz IS NULL OR (taken_at, account, number) < ($4, $5::text, $6::text))
ORDER BY taken_at DESC, account DESC, number DESC LIMIT $7
"""
Place = tuple[datetime, str, str]
"""Where a page of the archive ends: when it was taken in, account and number."""


async def known(db: Db, statements: Sequence[Statement]) -> Mapping[Name, str]:
    """The fingerprints of those of them that were taken in."""
    rows = await db.fetch(KNOWN, [one.account for one in statements], [one.number for one in statements])
    return {(row["account"], row["number"]): row["fingerprint"] for row in rows}


async def around(db: Db, statements: Sequence[Statement]) -> list[Balances]:
    """Those next to them."""
    counted = [one for one in statements if one.sequence is not None]
    wanted = [[getattr(one, name) for one in counted] for name in ("account", "year", "sequence")]
    return [Balances(**row) for row in await db.fetch(AROUND, *wanted)]


async def paid(db: Db, references: Sequence[str]) -> dict[str, tuple[str, Any]]:
    """Currency and amount of the payments that were booked under a bank's reference alone."""
    rows = await db.fetch(PAID, references)
    return {row["bank_reference"]: (row["currency"], row["amount"]) for row in rows}


async def save(db: Db, statements: Sequence[Statement], file: BankFile, at: datetime) -> None:
    """With their file as it came; one in which nothing is new is not kept."""
    if statements:
        documents = [storable(statement) for statement in statements]
        fingerprints = [balances(one).fingerprint for one in statements]
        await db.execute(SAVE, documents, fingerprints, file.person, at, file.sha256, file.content)


async def content(db: Reading, sha256: str) -> bytes | None:
    """A file as it came."""
    return cast(bytes | None, await db.fetchval(CONTENT, sha256))


async def listed(db: Reading, after: Name, limit: int) -> list[Mapping[str, Any]]:
    """By account and number, after a cursor."""
    return [dict(row) for row in await db.fetch(LISTED, *after, limit)]


async def archived(
    db: Reading, number: str | None, since: datetime | None, until: datetime | None, after: Place | None, limit: int
) -> list[Mapping[str, Any]]:
    """What was taken in last first, after a cursor; ``number`` is the statement's or its account's."""
    rows = await db.fetch(ARCHIVED, number, since, until, *(after or (None, None, None)), limit)
    return [dict(row) for row in rows]
