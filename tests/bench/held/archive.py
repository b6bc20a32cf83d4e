"""Papers are looked for among a hundred thousand that were handed out: by customer, order, number, time (FIN-9)."""

from __future__ import annotations

import statistics
import time
from argparse import Namespace
from datetime import timedelta
from typing import Any

from chassis import clock
from tests.bench.figures import percentile
from tests.bench.progress import say, until_closed
from tests.bench.running import Running
from tests.bench.trade import insist
from world.client import Somebody

ORDERS, PAPERS, TIMES = 10, 100_000, 20
OF_ORDERS = "SELECT order_id FROM order_account WHERE order_id >= $1 ORDER BY order_id"
COPY = """
INSERT INTO paper (kind, document, version, language, number, order_id, customer, drawn_from, data, changed,
    data_sha256, pdf, pdf_sha256, issued_at, issued_by)
SELECT kind, document || '-' || n, version, language, number || '-' || n, md5(document || n)::uuid, 'C-' || n % 500,
    drawn_from, data, changed, data_sha256, substring(pdf FROM 1 FOR 4096), pdf_sha256,
    issued_at - n * interval '1 hour', issued_by
FROM paper CROSS JOIN generate_series(1, $1::int) n
"""
"""Each under other names, an hour older than the one before; of its PDF so much that it is kept beside the row too."""
ONE = "SELECT number, order_id, customer FROM paper ORDER BY md5(document) LIMIT 1"


async def archive(running: Running, _: Namespace) -> dict[str, Any]:
    """Milliseconds of a request for a hundred papers: of each way to look the median, and the slowest of these."""
    company, trade = running.company, running.trade
    since = await trade.place(ORDERS)
    await until_closed(company, trade, ORDERS, since)
    reader = company.api.acting_as("bench", "accountant", "finance manager")
    async with company.session("finance") as db:
        for order_id in [row["order_id"] for row in await db.fetch(OF_ORDERS, since)]:
            await _handed_out(reader, f"{order_id}")
        copies = PAPERS // await db.fetchval("SELECT count(*) FROM paper")
        await db.execute(COPY, copies)
        await db.execute("VACUUM ANALYZE paper")
        papers, (one,) = await db.fetchval("SELECT count(*) FROM paper"), await db.fetch(ONE)
    say(f"{papers} papers in the archive")
    first, found, every = len(running.speed.spins), dict[str, float](), list[float]()
    for way, asked in _ways(dict(one)).items():
        took = [await _looked(reader, asked) for _ in range(TIMES)]
        found[way], every = round(statistics.median(took), 1), every + took
    slowest = {"archive_ms": max(found.values()), "archive_p95_ms": round(percentile(every, 95) or 0, 1)}
    return {"papers": papers, **slowest, "by_ms": found, **running.speed.since(first)}


def _ways(one: dict[str, Any]) -> dict[str, dict[str, str]]:
    """Each as somebody looks; a month of them is that of a year ago."""
    until = clock.today() - timedelta(days=365)
    month = {"since": f"{until - timedelta(days=30)}", "until": f"{until}"}
    customer = {"customer": one["customer"]}
    return {
        "nothing": {},
        "customer": customer,
        "order": {"order": f"{one['order_id']}"},
        "number": {"number": one["number"]},
        "kind": {"kind": "commercial_invoice"},
        "month": month,
        "customer and month": {**customer, **month},
    }


async def _handed_out(reader: Somebody, order_id: str) -> None:
    for one in insist("papers", await reader.get("finance", "/papers", order=order_id))["items"]:
        if not one["waits_for"]:
            insist(one["kind"], await reader.get("finance", f"/papers/{one['kind']}/{one['document']}.pdf"))


async def _looked(reader: Somebody, asked: dict[str, str]) -> float:
    begun = time.monotonic()
    insist("the archive", await reader.get("finance", "/papers/archive", **asked))
    return 1000 * (time.monotonic() - begun)
