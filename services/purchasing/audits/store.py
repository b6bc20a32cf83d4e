"""Audits of suppliers, each one document."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from chassis.handling import Db, Reading
from chassis.stored import storable, stored
from services.purchasing.audits.rules import Audit

OF_DAYS = """
SELECT a.doc::text FROM unnest($1::text[], $2::date[]) AS n(supplier, audited_on)
JOIN supplier_audit a USING (supplier, audited_on)
"""
OF_SUPPLIER = "SELECT doc::text FROM supplier_audit WHERE supplier = $1 ORDER BY audited_on DESC"
OPEN = "SELECT doc::text FROM supplier_audit WHERE due_on IS NOT NULL ORDER BY supplier, audited_on"
KEEP = """
INSERT INTO supplier_audit (supplier, audited_on, due_on, doc)
SELECT * FROM unnest($1::text[], $2::date[], $3::date[], $4::jsonb[])
ON CONFLICT (supplier, audited_on) DO UPDATE SET due_on = EXCLUDED.due_on, doc = EXCLUDED.doc
"""


async def of_days(db: Reading, suppliers: Sequence[str], days: Sequence[date]) -> dict[tuple[str, date], Audit]:
    """The audits of these suppliers on these days, in pairs."""
    found = [stored(Audit, row["doc"]) for row in await db.fetch(OF_DAYS, list(suppliers), list(days))]
    return {(one.supplier, one.audited_on): one for one in found}


async def of_supplier(db: Reading, supplier: str) -> list[Audit]:
    """The newest first."""
    return [stored(Audit, row["doc"]) for row in await db.fetch(OF_SUPPLIER, supplier)]


async def with_open_findings(db: Reading) -> list[Audit]:
    return [stored(Audit, row["doc"]) for row in await db.fetch(OPEN)]


async def keep(db: Db, audits: Sequence[Audit]) -> None:
    """Each whole; of one supplier there is one in a batch."""
    rows = [(one.supplier, one.audited_on, one.due_on, storable(one)) for one in audits]
    await db.execute(KEEP, *(list(column) for column in zip(*rows, strict=True)))
