"""The papers of an order, each drawn for the first time, one after the other as one person opens them (LOG-6)."""

from __future__ import annotations

import statistics
import time
from argparse import Namespace
from typing import Any

from tests.bench.figures import difference
from tests.bench.held.bill_of_lading import BILL
from tests.bench.processes import cpu_seconds
from tests.bench.progress import until_closed
from tests.bench.running import Running
from tests.bench.trade import insist
from world.client import Somebody

ORDERS, PAPERS = 10, 6
KINDS = {
    "sales": ("order_confirmation", "sales_slip"),
    "warehouse": ("outbound_slip",),
    "finance": ("commercial_invoice",),
    "logistics": ("packing_list", "transport_document"),
}
SHIPMENTS = "SELECT shipment_id, order_id FROM shipment WHERE order_id >= $1"
STAFF = ("merchandiser", "sales manager", "storekeeper", "accountant", "logistics clerk")


async def papers(running: Running, _: Namespace) -> dict[str, Any]:
    """Medians of some orders: seconds of six papers, and of their processor time in all processes together."""
    trade, first = running.trade, len(running.speed.spins)
    since = await trade.place(ORDERS)
    await until_closed(running.company, trade, ORDERS, since)
    reader = running.company.api.acting_as("bench", *STAFF)
    async with running.company.session("logistics") as db:
        shipments = await db.fetch(SHIPMENTS, since)
    for shipment_id, _ in shipments:
        path, key = f"/shipments/{shipment_id}/transport-document", f"bench-{next(trade.numbers):08d}"
        insist(path, await trade.clerk.post("logistics", path, BILL, key=key))
    found = [await _drawn(running, reader, f"{order_id}") for _, order_id in shipments]
    seconds, cpu = (round(statistics.median(each), 3) for each in zip(*found, strict=True))
    return {"orders": len(found), "papers_s": seconds, "papers_cpu_s": cpu, **running.speed.since(first)}


async def _drawn(running: Running, reader: Somebody, order_id: str) -> tuple[float, float]:
    """Its papers are looked for and drawn: seconds, and CPU seconds."""
    root = running.company.pid
    before, begun, drawn = cpu_seconds(root), time.monotonic(), 0
    for department, kinds in KINDS.items():
        listed = insist("papers", await reader.get(department, "/papers", order=order_id))["items"]
        for one in [one for one in listed if one["kind"] in kinds]:
            insist(one["kind"], await reader.get(department, f"/papers/{one['kind']}/{one['document']}.pdf"))
            drawn += 1
    if drawn != PAPERS:
        raise SystemExit(f"{drawn} of {PAPERS} papers were drawn")
    return time.monotonic() - begun, sum(difference(before, cpu_seconds(root)).values())
