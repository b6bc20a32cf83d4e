"""Drive N orders through the clean story and print one JSON line last: `python -m tests.bench --orders 3000`.

The company runs as its users run it: `gendan up`, with the key lock, facts and validation, fsync on. Customers accept
by agreement (policy), carriers and the bank speak in batches as they do in files.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import signal
import statistics
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from aiokafka import AIOKafkaConsumer

from contracts.finance import InvoiceIssued
from gendan.identity import signer
from gendan.switches import IN_A_PLAY
from tests.bench.processes import cpu_seconds
from tests.bench.trade import Trade
from world.client import Api

START_LIMIT_S = 120
STALL_LIMIT_S = 60
LOOK_EVERY_S = 1.0
PACED_PER_S = 20
POLICIES = {**IN_A_PLAY, "GENDAN_SALES_ACCEPT": "automatic"}


def main() -> None:
    parser = argparse.ArgumentParser(prog="bench", description=__doc__)
    parser.add_argument("--orders", type=int, default=3000)
    parser.add_argument("--paced", type=int, default=400, help="orders of the paced part")
    parser.add_argument("--processes", action="store_true", help="six processes instead of one")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="gendan-bench-") as folder:
        print(json.dumps(asyncio.run(measured(Path(folder) / "data", asked))))


async def measured(data: Path, asked: argparse.Namespace) -> dict[str, Any]:
    command = ["-m", "gendan", "up", "--data", str(data), *["--processes"] * asked.processes]
    company = await asyncio.create_subprocess_exec(
        sys.executable, *command, env=os.environ | POLICIES, stdout=asyncio.subprocess.DEVNULL
    )
    try:
        urls, kafka = await started(data)
        async with Api(urls, signer(data)) as api:
            trade = Trade(api)
            await trade.open()
            bulk = await bulk_part(trade, asked.orders, company.pid)
            return bulk | await paced_part(trade, asked.paced, kafka)
    finally:
        company.send_signal(signal.SIGINT)
        await company.wait()


async def started(data: Path) -> tuple[dict[str, str], str]:
    """The departments' addresses and Kafka's, when all of them answer."""
    async with asyncio.timeout(START_LIMIT_S):
        while not (data / "addresses.json").exists():
            await asyncio.sleep(0.1)
    addresses: dict[str, str] = json.loads((data / "addresses.json").read_text())
    return addresses, addresses.pop("kafka")


async def bulk_part(trade: Trade, orders: int, company: int) -> dict[str, Any]:
    """All at once: orders per second from the first request to the last order closed, and the CPU it took."""
    before, begun = cpu_seconds(company), time.monotonic()
    await trade.place(orders)
    await until_closed(trade, orders)
    seconds, after = time.monotonic() - begun, cpu_seconds(company)
    spent = {name: round(1000 * (after[name] - before.get(name, 0)) / orders, 2) for name in after}
    return {
        "orders": orders,
        "orders_per_second": round(orders / seconds, 1),
        "cpu_ms_per_order": {name: ms for name, ms in spent.items() if ms > 0.05},
    }


async def until_closed(trade: Trade, orders: int) -> None:
    """Carriers deliver and the bank pays until the last order is closed; notify is asked when they are idle."""
    closed, since = 0, time.monotonic()
    while closed < orders:
        if any(await asyncio.gather(trade.deliver(), trade.pay())):
            since = time.monotonic()
            continue
        closed = await trade.closed()
        print(f"closed {closed} of {orders}", file=sys.stderr)
        if time.monotonic() - since > STALL_LIMIT_S:
            raise SystemExit(f"stalled at {closed} of {orders} orders")
        await asyncio.sleep(LOOK_EVERY_S)


async def paced_part(trade: Trade, orders: int, kafka: str) -> dict[str, float]:
    """One by one at a steady pace: milliseconds from the answer to the order until invoice.issued is on Kafka."""
    consumer = AIOKafkaConsumer(InvoiceIssued.topic, bootstrap_servers=kafka, auto_offset_reset="latest")
    await consumer.start()
    await consumer.seek_to_end()
    accepted: dict[str, float] = {}
    listener = asyncio.create_task(invoiced(consumer, orders))
    try:
        for _ in range(orders):
            begun = time.monotonic()
            accepted[await trade.place_one()] = time.monotonic()
            await asyncio.sleep(max(0.0, 1 / PACED_PER_S - (time.monotonic() - begun)))
        async with asyncio.timeout(STALL_LIMIT_S):
            issued = await listener
    finally:
        listener.cancel()
        await consumer.stop()
    return percentiles([1000 * (issued[order] - at) for order, at in accepted.items()])


async def invoiced(consumer: AIOKafkaConsumer, orders: int) -> dict[str, float]:
    issued: dict[str, float] = {}
    while len(issued) < orders:
        record = await consumer.getone()
        issued[(record.key or b"").decode()] = time.monotonic()
    return issued


def percentiles(milliseconds: Sequence[float]) -> dict[str, float]:
    cuts = statistics.quantiles(milliseconds, n=100)
    return {"p50_ms": round(cuts[49], 1), "p99_ms": round(cuts[98], 1)}


if __name__ == "__main__":
    main()
