"""Do the counted work barely on a stopped company's Kafka and PostgreSQL: `python -m tests.bench.limit DATA WORK.json`.

The last line is JSON: what it took, and the rows and WAL that it really made. Ends with the servers stopped.
"""

from __future__ import annotations

import asyncio
import json
import logging
import os
import sys
import time
from contextlib import AsyncExitStack
from itertools import islice
from pathlib import Path
from typing import Any

import asyncpg
from aiokafka.admin import AIOKafkaAdminClient, NewTopic

from contracts.departments import DEPARTMENTS
from gendan.embedded import Ground, embedded
from tests.bench.figures import difference, per_order
from tests.bench.limit.records import PARTITIONS, TOPIC, Records, records
from tests.bench.limit.rows import Rows
from tests.bench.limit.work import Work, from_json
from tests.bench.processes import cpu_seconds

WARM_SHARE = 5
"""One transaction of so many is done before the time is taken: the broker is a young one."""
AT_LEAST_S = 5.0
"""The work is done again until so much time has passed: CPU time is counted in hundredths of a second."""
WAL = "SELECT (pg_current_wal_lsn() - '0/0')::bigint"


logging.getLogger("aiokafka").setLevel(logging.CRITICAL)
"""A broker that has just been started does not know its groups at once, and the client tries again."""


async def main(data: Path, orders: int, works: list[Work]) -> dict[str, Any]:
    async with embedded(data, DEPARTMENTS, report=lambda line: None) as ground, AsyncExitStack() as stack:
        await _make_topic(ground.kafka)
        hands = [(work, *await _hands(stack, ground, work)) for work in works]
        admin = await asyncpg.connect(ground.admin, ssl=False)
        stack.push_async_callback(admin.close)
        await _all(hands, WARM_SHARE)
        wal, cpu, begun = await admin.fetchval(WAL), cpu_seconds(os.getpid()), time.monotonic()
        passes, seconds = 0, 0.0
        while seconds < AT_LEAST_S:
            await _all(hands, 1)
            passes, seconds = passes + 1, time.monotonic() - begun
        spent, orders = difference(cpu, cpu_seconds(os.getpid())), orders * passes
        done = _totals(works, passes) | {"wal_bytes": await admin.fetchval(WAL) - wal}
        return {
            "orders": orders,
            "passes": passes,
            "seconds": round(seconds, 2),
            "orders_per_second": round(orders / seconds, 1),
            "cpu_ms_per_order": round(1000 * sum(spent.values()) / orders, 2),
            "cpu_ms_per_order_by_process": per_order(spent, orders, times=1000),
            "per_order": per_order(done, orders),
        }


async def _make_topic(kafka: str) -> None:
    admin = AIOKafkaAdminClient(bootstrap_servers=kafka)
    await admin.start()
    try:
        await admin.create_topics([NewTopic(TOPIC, PARTITIONS, 1)])
    finally:
        await admin.close()


async def _hands(stack: AsyncExitStack, ground: Ground, work: Work) -> tuple[Rows, Records]:
    """A department's connections, and its table."""
    db = await asyncpg.connect(ground.database(work.department), ssl=False, server_settings={"jit": "off"})
    stack.push_async_callback(db.close)
    rows = Rows(db, work.body_bytes)
    await rows.open(work)
    return rows, await stack.enter_async_context(records(ground.kafka, work))


async def _all(hands: list[tuple[Work, Rows, Records]], one_of: int) -> None:
    """All departments side by side in one loop, as the company runs them."""
    await asyncio.gather(*(_do(work, rows, heard, work.transactions // one_of) for work, rows, heard in hands))


async def _do(work: Work, rows: Rows, heard: Records, transactions: int) -> None:
    heard.begin()
    for step in islice(work.steps(), transactions):
        await heard.hear(step.heard)
        await rows.transact(step)
        await heard.publish(step.published)
    await heard.end()


def _totals(works: list[Work], passes: int) -> dict[str, float]:
    names = ("transactions", "statements", "inserted", "updated", "deleted", "heard", "published")
    return {name: passes * sum(getattr(work, name) for work in works) for name in names}


if __name__ == "__main__":
    print(json.dumps(asyncio.run(main(Path(sys.argv[1]), *from_json(json.loads(Path(sys.argv[2]).read_text()))))))
