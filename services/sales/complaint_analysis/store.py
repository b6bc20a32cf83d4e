"""Complaints of a period counted, one statement for each way of counting."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Literal

import asyncpg

from chassis.handling import Reading

By = Literal["kind", "item", "customer", "month"]
GROUPS_MAX = 200
COUNTED = """
WITH period AS MATERIALIZED (SELECT * FROM complaint WHERE opened_on BETWEEN $1 AND $2)
SELECT {name} AS name, count(*) AS opened, count(*) FILTER (WHERE closed) AS closed,
    round(count(*)::numeric / (SELECT count(*) FROM period), 4) AS share,
    round(avg(answered_on - opened_on), 1) AS days
FROM period{items} GROUP BY 1 ORDER BY {order} LIMIT {most}
"""
OFTEN = "opened DESC, name"
NAMES: Mapping[By, tuple[str, str, str]] = {
    "kind": ("kind", "", OFTEN),
    "item": ("item", ", unnest(items) AS item", OFTEN),
    "customer": ("customer", "", OFTEN),
    "month": ("to_char(opened_on, 'YYYY-MM')", "", "name"),
}
STATEMENTS = {
    by: COUNTED.format(name=name, items=items, order=order, most=GROUPS_MAX)
    for by, (name, items, order) in NAMES.items()
}


async def counted(db: Reading, by: By, since: date, until: date) -> list[asyncpg.Record]:
    """Of complaints that came from ``since`` to ``until``; by item only those that are about one, by each of them."""
    rows: list[asyncpg.Record] = await db.fetch(STATEMENTS[by], since, until)
    return rows
