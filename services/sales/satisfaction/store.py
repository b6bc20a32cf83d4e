"""How satisfied customers were in a period, one statement for a page of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import date

from chassis.handling import Reading
from services.sales.feedback.rules import Cause
from services.sales.satisfaction.rules import Sums

SUMMARY = """
WITH period AS MATERIALIZED (
    SELECT customer, cause, asked, score, low FROM feedback WHERE happened_on BETWEEN $1 AND $2 AND customer > $3
), page AS (SELECT DISTINCT customer FROM period ORDER BY customer LIMIT $4)
SELECT customer, cause, count(*) FILTER (WHERE asked) AS asked, count(score) AS answered,
    coalesce(sum(score), 0) AS total, count(*) FILTER (WHERE low) AS low
FROM period JOIN page USING (customer) GROUP BY GROUPING SETS ((customer), (customer, cause)) ORDER BY customer
"""
"""By customer, and by customer and cause; a period is a few months, in which each customer was seldom asked."""
WHOLE = """
SELECT count(*) FILTER (WHERE asked) AS asked, count(score) AS answered, coalesce(sum(score), 0) AS total,
    count(*) FILTER (WHERE low) AS low
FROM feedback WHERE happened_on BETWEEN $1 AND $2
"""


async def summary(
    db: Reading, since: date, until: date, after: str, limit: int
) -> dict[str, Mapping[Cause | None, Sums]]:
    """The next customers of whom something was to be judged from ``since`` to ``until``, by what it was."""
    found: defaultdict[str, dict[Cause | None, Sums]] = defaultdict(dict)
    for row in await db.fetch(SUMMARY, since, until, after, limit):
        found[row["customer"]][row["cause"]] = Sums(row["asked"], row["answered"], row["total"], row["low"])
    return dict(found)


async def whole(db: Reading, since: date, until: date) -> Sums:
    """Of all customers together."""
    (row,) = await db.fetch(WHOLE, since, until)
    return Sums(row["asked"], row["answered"], row["total"], row["low"])
