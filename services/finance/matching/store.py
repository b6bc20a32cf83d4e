"""What receipts may be for: what numbers name, what payers owe, who paid for whom."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from operator import attrgetter

from chassis.handling import Reading
from chassis.keyring import ring
from services.finance.matching.rules.proposing import Case, Owed, Owing, Payers
from services.finance.receipt.rules import Receipt

ORDER = """
SELECT o.order_id, NULL::uuid AS invoice_id, o.number, o.customer_po, o.customer, o.currency, o.advance_open AS open,
       o.advance_open + o.open_value
       + (SELECT coalesce(sum(i.outstanding), 0) FROM invoice i WHERE i.order_id = o.order_id) AS asks
FROM order_account o
"""
INVOICE = """
SELECT i.order_id, i.invoice_id, i.number, o.customer_po, i.customer, i.currency, i.outstanding AS open,
       i.outstanding + coalesce((i.doc->>'lost')::numeric, 0) AS asks
FROM invoice i JOIN order_account o ON o.order_id = i.order_id
"""
OWED = f"""
{ORDER} WHERE o.number = ANY($1::text[])
UNION {ORDER} WHERE o.customer_po = ANY($2::text[])
UNION {ORDER} WHERE o.customer = ANY($3::text[]) AND o.open_value > 0
UNION {ORDER} WHERE o.customer = ANY($3::text[]) AND o.advance_open > 0
UNION {INVOICE} WHERE i.number = ANY($1::text[])
UNION {INVOICE} WHERE i.customer = ANY($3::text[]) AND i.outstanding > 0
"""
PAYERS = """
SELECT asked.account, NULL AS name, array_agg(DISTINCT r.customer) AS customers
FROM unnest($1::text[], $2::text[]) AS asked(account, mark)
JOIN receipt r ON r.found_by[1] = asked.mark AND r.customer <> '' GROUP BY 1
UNION ALL
SELECT payer_account, NULL, array_agg(DISTINCT customer) FROM receipt
WHERE payer_account = ANY($1::text[]) AND payer_account <> '' AND customer <> '' GROUP BY 1
UNION ALL
SELECT NULL, lower(name), array_agg(customer) FROM customer_credit WHERE lower(name) = ANY($3::text[]) GROUP BY 2
"""
"""By the marks of an account, or by itself where it stands in clear still; by the name."""
NAMES = (attrgetter("ours"), attrgetter("his"), attrgetter("customers"))
CUSTOMER = "SELECT customer FROM customer_credit WHERE customer = $1"


async def look_for(db: Reading, receipts: Sequence[Receipt]) -> tuple[list[Case], Owing]:
    """What these receipts name, and all that they may be for; two statements."""
    payers = await _payers(db, receipts)
    cases = [Case(receipt, payers) for receipt in receipts]
    ours, his, customers = (sorted({each for case in cases for each in named(case)}) for named in NAMES)
    return cases, Owing(Owed(**row) for row in await db.fetch(OWED, ours, his, customers))


async def named(db: Reading, reference: str) -> list[Owed]:
    """What a person means by a number."""
    return [Owed(**row) for row in await db.fetch(OWED, [reference], [reference], [])]


async def is_customer(db: Reading, code: str) -> bool:
    return bool(await db.fetchval(CUSTOMER, code))


async def _payers(db: Reading, receipts: Iterable[Receipt]) -> Payers:
    accounts = sorted({receipt.payer_account for receipt in receipts if receipt.payer_account})
    asked = [(account, mark) for account in accounts for mark in ring().marks(account)]
    names = sorted({receipt.payer.lower() for receipt in receipts if receipt.payer})
    by_account, by_name = defaultdict[str, frozenset[str]](frozenset), defaultdict[str, frozenset[str]](frozenset)
    for row in await db.fetch(PAYERS, [one for one, _ in asked], [mark for _, mark in asked], names):
        (by_name if row["name"] else by_account)[row["name"] or row["account"]] |= {*row["customers"]}
    return Payers(by_account, by_name)
