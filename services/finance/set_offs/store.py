"""Whose claims can be taken off which bills."""

from __future__ import annotations

from chassis.handling import Reading
from services.finance.set_offs.rules import TakeOff

FIND = """
SELECT c.supplier, c.claims, o.owed
FROM (SELECT supplier, currency, array_agg(bill_id ORDER BY due, bill_id) AS claims FROM bill
      WHERE outstanding < 0 GROUP BY 1, 2 ORDER BY 1, 2) c
CROSS JOIN LATERAL (
    SELECT array_agg(bill_id) AS owed FROM (
        SELECT bill_id FROM bill b
        WHERE b.supplier = c.supplier AND b.currency = c.currency AND b.outstanding > 0 AND b.run_id IS NULL
        ORDER BY b.due, b.bill_id LIMIT 100) oldest
) o
WHERE o.owed IS NOT NULL LIMIT $1
"""


async def find(db: Reading, limit: int) -> list[TakeOff]:
    """Suppliers who owe us and are owed in the same currency, with their 100 bills that are due first."""
    rows = await db.fetch(FIND, limit)
    return [TakeOff(row["supplier"], tuple(row["claims"]), tuple(row["owed"])) for row in rows]
