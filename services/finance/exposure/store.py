"""What customers owe and have ordered, summed by currency."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from uuid import UUID

from chassis.handling import Db
from chassis.stored import stored
from services.finance.accounts.rules import Account
from services.finance.exposure.rules import Exposure

SUMS = """
SELECT customer, array_agg(currency) AS currencies, array_agg(amount) AS amounts FROM (
    SELECT customer, currency, sum(amount) AS amount FROM (
        SELECT customer, currency, outstanding AS amount FROM invoice
        WHERE customer = ANY({customers}::text[]) AND outstanding > 0
        UNION ALL
        SELECT customer, currency, open_value FROM order_account
        WHERE customer = ANY({customers}::text[]) AND open_value > 0
    ) each GROUP BY customer, currency
) sums GROUP BY customer
"""
EXPOSURES = SUMS.format(customers="$1")
CARRIED = f"""
WITH carried AS ({SUMS.format(customers="$2")})
SELECT w.order_id, o.doc::text AS account, k.currencies, k.amounts
FROM unnest($1::uuid[], $2::text[]) WITH ORDINALITY AS w(order_id, customer, position)
LEFT JOIN order_account o ON o.order_id = w.order_id
LEFT JOIN carried k ON k.customer = w.customer
ORDER BY w.position
"""


async def carried(db: Db, orders: Sequence[UUID], customers: Sequence[str]) -> list[tuple[Account, Exposure]]:
    """Each order's account, without its invoices, and what its customer's credit carries in all."""
    rows = await db.fetch(CARRIED, orders, customers)
    return [
        (
            stored(Account, row["account"]) if row["account"] else Account(order_id=row["order_id"]),
            Exposure(dict(zip(row["currencies"] or (), row["amounts"] or (), strict=True))),
        )
        for row in rows
    ]


async def exposures(db: Db, customers: Sequence[str]) -> Mapping[str, Exposure]:
    """What each customer's credit carries; who owes and orders nothing is left out."""
    rows = await db.fetch(EXPOSURES, customers)
    return {row["customer"]: Exposure(dict(zip(row["currencies"], row["amounts"], strict=True))) for row in rows}
