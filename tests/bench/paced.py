"""Orders one by one at a steady pace, whatever the answers do: how long from acceptance to the invoice."""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

import httpx2

from tests.bench.figures import latencies, percentile
from tests.bench.invoices import invoiced
from tests.bench.orders import order, spread
from tests.bench.progress import STALL_LIMIT_S
from tests.bench.running import Running

CALL_TIMEOUT_S = 60


@dataclass
class Arrivals:
    """When each order was to begin, began, and was accepted; monotonic seconds."""

    accepted: dict[UUID, float] = field(default_factory=dict)
    late_s: list[float] = field(default_factory=list)
    answer_s: list[float] = field(default_factory=list)
    refused: Counter[str] = field(default_factory=Counter)
    """Orders that were not taken, by what was answered: status and problem, or how the request failed."""


async def paced(running: Running, per_second: int, orders: int) -> dict[str, Any]:
    """Open loop: request n begins n / ``per_second`` after the first. Percentiles in milliseconds."""
    arrivals = Arrivals()
    async with invoiced(running.company) as issued:

        async def act() -> int:
            await _send(running, arrivals, per_second, orders)
            waiting = len(arrivals.accepted.keys() - issued.keys())
            await _until_invoiced(arrivals, issued)
            return waiting

        done, waiting = await running.meter.measured(orders, act)
    waits = [issued[order_id] - at for order_id, at in arrivals.accepted.items() if order_id in issued]
    running.unfinished = list(arrivals.accepted)
    taken = replace(done, orders=max(1, len(arrivals.accepted)))
    return taken.figures() | latencies(waits) | _told(arrivals, len(waits), waiting)


def _told(arrivals: Arrivals, invoiced: int, waiting: int) -> dict[str, Any]:
    """Whether the pace was kept: by the generator, by the orders' answers, and by the company."""
    return {
        "accepted": len(arrivals.accepted),
        "refused": arrivals.refused.total(),
        "refused_by_answer": dict(arrivals.refused),
        "invoiced": invoiced,
        "waiting_when_the_last_was_accepted": waiting,
        "begun_late_p99_ms": round(1000 * (percentile(arrivals.late_s, 99) or 0), 1),
        "answer_ms": latencies(arrivals.answer_s),
    }


async def _send(running: Running, arrivals: Arrivals, per_second: int, orders: int) -> None:
    """Begin each request at its time; back when all are answered."""
    async with _counter(running) as http, asyncio.TaskGroup() as requests:
        first = time.monotonic()
        for nth in range(orders):
            due = first + nth / per_second
            await asyncio.sleep(max(0.0, due - time.monotonic()))
            arrivals.late_s.append(time.monotonic() - due)
            requests.create_task(_place(http, next(running.trade.numbers), arrivals))


@asynccontextmanager
async def _counter(running: Running) -> AsyncIterator[httpx2.AsyncClient]:
    """Sales' counter for any number of customers at a time; `world.client` lets in sixteen."""
    token = running.company.tokens.token("bench", ["sales manager"])
    async with httpx2.AsyncClient(
        base_url=f"{running.company.urls['sales']}/api/v1",
        headers={"Authorization": f"Bearer {token}"},
        limits=httpx2.Limits(max_connections=None),
        timeout=CALL_TIMEOUT_S,
        trust_env=False,
    ) as http:
        yield http


async def _place(http: httpx2.AsyncClient, number: int, arrivals: Arrivals) -> None:
    """Once: an order that sales has no time for is refused, and told so."""
    body, key = order(number, spread), {"Idempotency-Key": f"bench-{number:08d}"}
    begun = time.monotonic()
    try:
        answer = await http.post("/orders", json=body, headers=key)
    except httpx2.TransportError as fault:
        arrivals.refused[type(fault).__name__] += 1
        return
    now = time.monotonic()
    if answer.is_success:
        arrivals.accepted[UUID(answer.json()["order_id"])] = now
        arrivals.answer_s.append(now - begun)
    else:
        arrivals.refused[f"{answer.status_code} {_problem(answer)}"] += 1


def _problem(answer: httpx2.Response) -> str:
    """The code of the problem (RFC 9457), where the body is one."""
    try:
        return str(answer.json()["type"]).rpartition("/")[2]
    except (ValueError, KeyError, TypeError):
        return answer.text[:60]


async def _until_invoiced(arrivals: Arrivals, issued: dict[UUID, float]) -> None:
    """Until every accepted order has its invoice, or none has come for a minute."""
    known, moved = 0, time.monotonic()
    while missing := arrivals.accepted.keys() - issued.keys():
        now = time.monotonic()
        if (found := len(arrivals.accepted) - len(missing)) > known:
            known, moved = found, now
        elif now - moved > STALL_LIMIT_S:
            return
        await asyncio.sleep(0.02)
