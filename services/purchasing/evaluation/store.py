"""What suppliers did, measured in one statement; their reviews and certificates."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from operator import attrgetter
from typing import Any, TypeVar

from chassis import clock
from chassis.figures import holding
from chassis.handling import Db, Reading
from contracts.value import Value, names_of
from services.purchasing.evaluation.rules import Certificate, Measured, Review, Score, score_of
from services.purchasing.evaluation.view import Due, PastPrice
from services.purchasing.ledger.rules.purchase import Purchase
from services.purchasing.ledger.rules.reading import OF_PURCHASE, Reader
from services.purchasing.ledger.store import read
from services.purchasing.policy import Policy

BOUGHT = Reader("purchase", Purchase, OF_PURCHASE)

MEASURED = """
WITH p AS (
    SELECT supplier, state = 'closed' AND (doc->>'accepted')::numeric > 0 AS whole,
        (doc->>'accepted')::numeric AS accepted, (doc->>'refused')::numeric AS refused,
        (doc->>'failed')::numeric AS failed, (doc->>'ordered_on')::date AS ordered_on,
        (doc->>'answered_on')::date AS answered_on, (doc->>'received_on')::date AS received_on,
        (doc->>'first_promised_on')::date AS first_promised_on, (doc->>'promised_on')::date AS promised_on,
        CASE WHEN doc#>>'{budget_price,currency}' = doc#>>'{unit_price,currency}' THEN
            least(1, (doc#>>'{budget_price,amount}')::numeric / nullif((doc#>>'{unit_price,amount}')::numeric, 0)) END
            AS price_share
    FROM purchase WHERE supplier = ANY($1::text[]) AND (doc->>'ordered_on')::date >= $2
), kept AS (
    SELECT *, whole AND received_on IS NOT NULL AND first_promised_on IS NOT NULL AS promised,
        answered_on - ordered_on <= $3 AS quick, answered_on IS NOT NULL OR ordered_on + $3 < $4 AS due
    FROM p
)
SELECT supplier, count(*) FILTER (WHERE whole) AS deliveries, count(*) FILTER (WHERE promised) AS promised,
    count(*) FILTER (WHERE promised AND received_on <= first_promised_on) AS on_time_first,
    count(*) FILTER (WHERE promised AND received_on <= promised_on) AS on_time,
    count(*) FILTER (WHERE due) AS asked, count(*) FILTER (WHERE quick) AS answered,
    avg(accepted / nullif(accepted + failed, 0)) AS accepted_share,
    avg(accepted / nullif(accepted + refused, 0)) AS passed_share, avg(price_share) AS price_share
FROM kept GROUP BY supplier
"""
UNDER_WAY = "SELECT id, doc::text FROM purchase WHERE item = $1 AND state <> 'closed' ORDER BY id"
AUDITED = """
SELECT supplier, count(f.*) FILTER (WHERE f.one->>'grade' = 'major') AS grave,
    count(f.*) FILTER (WHERE f.one->>'grade' = 'major' AND f.one->>'closed_on' IS NOT NULL) AS mended
FROM supplier_audit LEFT JOIN LATERAL jsonb_array_elements(doc->'findings') AS f(one) ON true
WHERE supplier = ANY($1::text[]) AND (audited_on >= $2 OR due_on IS NOT NULL) GROUP BY supplier
"""
"""Findings of an older audit count as long as one of them is open (PUR-13)."""
KEPT_WEEKS = """
WITH p AS (
    SELECT supplier, item, date_trunc('week', (doc->>'first_promised_on')::timestamp)::date + 7 AS over_on,
        (doc->>'weekly')::numeric AS weekly, (doc->>'received_on')::date AS received_on,
        (doc->>'accepted')::numeric AS accepted,
        (doc->>'quantity')::numeric - (doc->>'cancelled')::numeric + (doc->>'failed')::numeric AS due
    FROM purchase WHERE supplier = ANY($1::text[]) AND (doc->>'ordered_on')::date >= $2
        AND (doc->>'weekly')::numeric > 0 AND doc->>'first_promised_on' IS NOT NULL
), week AS (
    SELECT supplier, least(sum(due), max(weekly)) AS owed,
        coalesce(sum(accepted) FILTER (WHERE received_on < over_on), 0) AS came
    FROM p WHERE over_on <= $3 GROUP BY supplier, item, over_on
)
SELECT supplier, count(*) AS weeks, avg(least(1, came / owed)) AS kept_share FROM week WHERE owed > 0 GROUP BY supplier
"""
"""Of a purchase whose goods came in parts nothing counts before the week of the last: when the others came is not kept
with it."""
REVIEWS = """
SELECT DISTINCT ON (supplier) supplier, reviewed_on, verdict, note, next_on, score, deliveries, reviewed_by
FROM supplier_review WHERE supplier = ANY($1::text[]) ORDER BY supplier, reviewed_on DESC
"""
REVIEWS_OF = """
SELECT supplier, reviewed_on, verdict, note, next_on, score, deliveries, reviewed_by FROM supplier_review
WHERE supplier = $1 ORDER BY reviewed_on DESC
"""
KEEP_REVIEWS = """
INSERT INTO supplier_review (supplier, reviewed_on, verdict, note, next_on, score, deliveries, reviewed_by)
SELECT * FROM unnest($1::text[], $2::date[], $3::text[], $4::text[], $5::date[], $6::numeric[], $7::int[], $8::text[])
"""
CERTIFICATES = """
SELECT supplier, kind, number, issued_by, valid_until FROM supplier_certificate WHERE supplier = $1 ORDER BY kind
"""
KEEP_CERTIFICATES = """
INSERT INTO supplier_certificate (supplier, kind, number, issued_by, valid_until)
SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::date[])
ON CONFLICT (supplier, kind) DO UPDATE
SET number = EXCLUDED.number, issued_by = EXCLUDED.issued_by, valid_until = EXCLUDED.valid_until
"""
DUE = """
SELECT s.supplier, s.doc->>'name' AS name, r.next_on AS review_on, (s.doc->>'nda_review_on')::date AS nda_review_on,
    c.kind AS certificate, c.valid_until, a.action_on
FROM supplier s
LEFT JOIN LATERAL (SELECT next_on FROM supplier_review WHERE supplier = s.supplier ORDER BY reviewed_on DESC LIMIT 1)
    AS r ON true
LEFT JOIN LATERAL (SELECT kind, valid_until FROM supplier_certificate WHERE supplier = s.supplier
    ORDER BY valid_until LIMIT 1) AS c ON true
LEFT JOIN LATERAL (SELECT min(due_on) AS action_on FROM supplier_audit WHERE supplier = s.supplier) AS a ON true
WHERE s.active AND (r.next_on IS NULL OR a.action_on < $2
    OR least(r.next_on, c.valid_until, (s.doc->>'nda_review_on')::date) <= $1)
ORDER BY s.supplier
"""
SUPPLIERS = "SELECT supplier FROM supplier ORDER BY supplier"
KNOWN = "SELECT supplier FROM supplier WHERE supplier = ANY($1::text[])"
PRICES = """
SELECT doc->>'ordered_on' AS ordered_on, supplier, number, (doc->>'quantity')::numeric AS quantity,
    (doc#>>'{unit_price,amount}')::numeric AS amount, doc#>>'{unit_price,currency}' AS currency
FROM purchase WHERE item = $1 AND number <> '' AND doc->>'ordered_on' IS NOT NULL AND doc->>'unit_price' IS NOT NULL
ORDER BY id DESC LIMIT $2
"""
V = TypeVar("V", bound=Value)


async def measured(
    db: Reading, suppliers: Sequence[str], since: date, answer_days: int, today: date
) -> dict[str, Measured]:
    """What each supplier's purchases since a day tell; one of whom there are none is measured too."""
    rows = await db.fetch(MEASURED, list(suppliers), since, answer_days, today)
    told = {code: Measured(code) for code in suppliers} | {row["supplier"]: Measured(**row) for row in rows}
    for row in await db.fetch(AUDITED, list(suppliers), since):
        told[row["supplier"]] = replace(told[row["supplier"]], audited=True, grave=row["grave"], mended=row["mended"])
    for row in await db.fetch(KEPT_WEEKS, list(suppliers), since, today):
        told[row["supplier"]] = replace(told[row["supplier"]], weeks=row["weeks"], kept_share=row["kept_share"])
    return told


async def scores_of(db: Reading, suppliers: Sequence[str]) -> dict[str, Score]:
    """How good each supplier is, by the figures that hold today."""
    policy, today = await holding(db, Policy), clock.today()
    since = today - timedelta(days=policy.score_days)
    found = await measured(db, suppliers, since, policy.answer_days, today)
    return {code: score_of(one, policy.score_weights, policy.scored_from) for code, one in found.items()}


async def known(db: Reading, suppliers: Sequence[str]) -> set[str]:
    """Those of them that are suppliers."""
    return {row["supplier"] for row in await db.fetch(KNOWN, list(suppliers))}


async def all_suppliers(db: Reading) -> list[str]:
    return [row["supplier"] for row in await db.fetch(SUPPLIERS)]


async def last_reviews(db: Reading, suppliers: Sequence[str]) -> dict[str, Review]:
    """The newest review of each who has one."""
    return {row["supplier"]: Review(**row) for row in await db.fetch(REVIEWS, list(suppliers))}


async def reviews_of(db: Reading, supplier: str) -> list[Review]:
    """All reviews of a supplier, the newest first."""
    return [Review(**row) for row in await db.fetch(REVIEWS_OF, supplier)]


async def keep_reviews(db: Db, reviews: Sequence[Review]) -> None:
    await db.execute(KEEP_REVIEWS, *_columns(Review, reviews))


async def certificates(db: Reading, supplier: str) -> list[Certificate]:
    return [Certificate(**row) for row in await db.fetch(CERTIFICATES, supplier)]


async def keep_certificates(db: Db, certificates: Sequence[Certificate]) -> None:
    """The newest of each kind."""
    await db.execute(KEEP_CERTIFICATES, *_columns(Certificate, certificates))


async def due(db: Reading, by: date, today: date) -> list[Due]:
    """Active suppliers who were never reviewed, of whom something ends by a day, or a corrective action is overdue."""
    return [Due(**row) for row in await db.fetch(DUE, by, today)]


async def prices(db: Reading, item: str, limit: int) -> list[PastPrice]:
    """What was paid for an item, the newest first."""
    return [PastPrice.of(row) for row in await db.fetch(PRICES, item, limit)]


def _columns(kind: type[V], values: Sequence[V]) -> list[list[Any]]:
    of_each = attrgetter(*names_of(kind))
    return [list(column) for column in zip(*map(of_each, values), strict=True)]


async def under_way(db: Reading, item: str) -> list[Purchase]:
    """The purchases of an item that are not over, as far as they can be read."""
    rows = await db.fetch(UNDER_WAY, item)
    return [one for row in rows if (one := read(BOUGHT, row["doc"], f"purchase {row['id']}"))]
