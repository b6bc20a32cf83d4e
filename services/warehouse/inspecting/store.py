"""Plans of inspection, and inspections as they are read."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any, cast
from uuid import UUID

from chassis.handling import Db, Reading
from services.warehouse.inspecting.view import DisposalState, InspectionState, PlanState

PLAN = "item, level, critical, major, minor, kept_by, incoming, first_article, final, reduced, steady_days"
KEEP = f"""
INSERT INTO inspection_plan ({PLAN})
SELECT {PLAN} FROM jsonb_populate_recordset(NULL::inspection_plan, $1) ORDER BY item
ON CONFLICT (item) DO UPDATE SET level = EXCLUDED.level, critical = EXCLUDED.critical, major = EXCLUDED.major,
    minor = EXCLUDED.minor, kept_by = EXCLUDED.kept_by, incoming = EXCLUDED.incoming,
    first_article = EXCLUDED.first_article, final = EXCLUDED.final, reduced = EXCLUDED.reduced,
    steady_days = EXCLUDED.steady_days, version = inspection_plan.version + 1
RETURNING item, version
"""
PLANS = f"SELECT {PLAN} FROM inspection_plan WHERE $1::text IS NULL OR item > $1 ORDER BY item LIMIT $2"
FOUND = """
SELECT * FROM inspection WHERE ($1::text IS NULL OR item = $1) AND ($2::text IS NULL OR supplier = $2)
    AND ($3::text IS NULL OR receipt = upper($3)) AND ($4::uuid IS NULL OR inspection_id > $4)
ORDER BY inspection_id LIMIT $5
"""
WAITING = """
SELECT * FROM inspection WHERE left_over > 0 AND ($1::uuid IS NULL OR inspection_id > $1)
ORDER BY inspection_id LIMIT $2
"""
OF_ORDERS = """
SELECT i.* FROM purchase p JOIN inspection i USING (purchase_id) WHERE p.orders && $1::uuid[]
ORDER BY i.inspection_id
"""
NAMED = """
SELECT * FROM inspection WHERE inspection_id IN (
    SELECT inspection_id FROM inspection WHERE number = upper($1)
    UNION ALL SELECT inspection_id FROM inspection WHERE receipt = upper($1)
    UNION ALL SELECT inspection_id FROM receipt r JOIN inspection i ON i.receipt = r.number
              WHERE r.lot = $1 AND r.lot <> '' AND i.left_over > 0
    UNION ALL SELECT inspection_id FROM inspection WHERE item = $1 AND left_over > 0
) ORDER BY inspection_id LIMIT $2
"""
ONE = "SELECT * FROM inspection WHERE inspection_id = $1"
DISPOSALS = """
SELECT * FROM disposal WHERE ($1::text IS NULL OR supplier = $1) AND ($2::uuid IS NULL OR disposal_id > $2)
ORDER BY disposal_id LIMIT $3
"""
NUMBERED = "SELECT inspection_id FROM inspection WHERE number = upper($1)"


async def keep_plans(db: Db, plans: str) -> dict[str, int]:
    """Write plans of inspection, as a document column holds them; the version of each item's plan."""
    return {row["item"]: row["version"] for row in await db.fetch(KEEP, plans)}


async def list_plans(db: Reading, after: str | None, limit: int) -> list[PlanState]:
    """Plans by item, after a cursor."""
    return [PlanState(**row) for row in await db.fetch(PLANS, after, limit)]


async def list_inspections(
    db: Reading, by: tuple[str | None, ...], after: UUID | None, limit: int
) -> list[InspectionState]:
    """Inspections of an item, a supplier and a receipt, as far as they are told, the oldest first."""
    return [_state(row) for row in await db.fetch(FOUND, *by, after, limit)]


async def list_waiting(db: Reading, after: UUID | None, limit: int) -> list[InspectionState]:
    """Those whose goods lie in quarantine."""
    return [_state(row) for row in await db.fetch(WAITING, after, limit)]


async def inspections_of(db: Reading, orders: Sequence[UUID]) -> list[InspectionState]:
    """Those of the purchases that serve these orders."""
    return [_state(row) for row in await db.fetch(OF_ORDERS, orders)]


async def named(db: Reading, name: str, limit: int) -> list[InspectionState]:
    """By their number or their receipt's; those that wait, by the supplier's name of their lot or by their item."""
    return [_state(row) for row in await db.fetch(NAMED, name, limit)]


async def find_inspection(db: Reading, inspection_id: UUID) -> InspectionState | None:
    """One, or None."""
    row = await db.fetchrow(ONE, inspection_id)
    return _state(row) if row else None


async def list_disposals(db: Reading, supplier: str | None, after: UUID | None, limit: int) -> list[DisposalState]:
    """What left quarantine, of a supplier or of all, the oldest first, after a cursor."""
    return [DisposalState(**row) for row in await db.fetch(DISPOSALS, supplier, after, limit)]


async def numbered(db: Db, number: str, _path: Mapping[str, Any]) -> UUID | None:
    """The inspection that people call so."""
    return cast(UUID | None, await db.fetchval(NUMBERED, number))


def _state(row: Any) -> InspectionState:
    return InspectionState.model_validate({**row, "checks": json.loads(row["checks"])})
