"""Tax invoices, and what of purchases they bill."""

from __future__ import annotations

from collections.abc import Sequence
from operator import attrgetter
from uuid import UUID

from chassis.handling import Db, Reading
from contracts.payables import BillCredited
from contracts.value import names_of
from contracts.warehouse import GoodsReceived
from services.purchasing.bills.rules import TaxInvoice
from services.purchasing.bills.view import NotBilled

RECEIVED = """
INSERT INTO billing (purchase_id, received) SELECT * FROM unnest($1::uuid[], $2::numeric[])
ON CONFLICT (purchase_id) DO UPDATE SET received = billing.received + EXCLUDED.received
"""
KEEP = """
WITH kept AS (
    INSERT INTO tax_invoice (purchase_id, bill_id, version, state, supplier, number, dated, quantity)
    SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::int[], $4::text[], $5::text[], $6::text[], $7::date[],
                         $8::numeric[])
    ON CONFLICT (purchase_id, bill_id) DO UPDATE SET
        version = EXCLUDED.version, state = EXCLUDED.state, dated = EXCLUDED.dated, quantity = EXCLUDED.quantity
    WHERE tax_invoice.version < EXCLUDED.version
)
INSERT INTO billing (purchase_id, billed) SELECT * FROM unnest($1::uuid[], $9::numeric[])
ON CONFLICT (purchase_id) DO UPDATE SET billed = billing.billed + EXCLUDED.billed
"""
CREDITED = """
INSERT INTO billing (purchase_id, billed) SELECT purchase_id, -sum(quantity)
FROM unnest($1::uuid[], $2::numeric[]) AS c(purchase_id, quantity) GROUP BY 1
ON CONFLICT (purchase_id) DO UPDATE SET billed = billing.billed + EXCLUDED.billed
"""
OF_PURCHASE = """
SELECT purchase_id, bill_id, version, state, supplier, number, dated, quantity FROM tax_invoice
WHERE purchase_id = $1 ORDER BY bill_id
"""
NOT_BILLED = """
SELECT b.purchase_id, p.number, p.supplier, p.item, b.received, b.billed
FROM billing b JOIN purchase p ON p.id = b.purchase_id
WHERE b.received > b.billed AND NOT coalesce((p.doc->>'made')::bool, false) AND b.purchase_id > $1
  AND ($2::text IS NULL OR p.supplier = $2)
ORDER BY b.purchase_id LIMIT $3
"""


async def receive(db: Db, receipts: Sequence[GoodsReceived]) -> None:
    """Count what came; of one purchase there is one receipt in a batch."""
    await db.execute(RECEIVED, [one.purchase_id for one in receipts], [one.accepted for one in receipts])


async def keep(db: Db, told: Sequence[TaxInvoice]) -> None:
    """Keep what is newer; each invoice is matched once."""
    of_each = attrgetter(*names_of(TaxInvoice))
    columns = [list(column) for column in zip(*map(of_each, told), strict=True)]
    await db.execute(KEEP, *columns, [one.counts for one in told])


async def credit(db: Db, told: Sequence[BillCredited]) -> None:
    """So much less of each purchase is billed."""
    await db.execute(CREDITED, [one.purchase_id for one in told], [one.quantity for one in told])


async def of_purchase(db: Reading, purchase_id: UUID) -> list[TaxInvoice]:
    """The invoices for one purchase."""
    return [TaxInvoice(**row) for row in await db.fetch(OF_PURCHASE, purchase_id)]


async def not_billed(db: Reading, supplier: str | None, after: UUID, limit: int) -> list[NotBilled]:
    """Purchases of which more came than was billed, after a cursor."""
    return [NotBilled(**row) for row in await db.fetch(NOT_BILLED, after, supplier, limit)]
