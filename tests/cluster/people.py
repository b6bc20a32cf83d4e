"""Staff at work: they order and look, over connections that they keep, and remember what they were not given."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

import httpx2

from gendan.identity import Signer

READ = {
    "sales": ("/orders", "merchandiser"),
    "purchasing": ("/purchases", "buyer"),
    "warehouse": ("/stock", "storekeeper"),
    "logistics": ("/shipments", "logistics clerk"),
    "finance": ("/invoices", "accountant"),
    "notify": ("/summary", "merchandiser"),
}
"""What somebody looks at, and who."""
CLERKS, PAUSE_S = 3, 0.3
BUSY = 503
"""Asked again with the same key: nothing is done twice."""


@dataclass
class People:
    """``given`` counts answers by department, ``lost`` says what was no answer, ``taken`` are the orders accepted."""

    urls: Mapping[str, str]
    tokens: Signer
    http: httpx2.AsyncClient
    given: Counter[str] = field(default_factory=Counter)
    lost: Counter[str] = field(default_factory=Counter)
    taken: list[str] = field(default_factory=list)

    @asynccontextmanager
    async def at_work(self) -> AsyncIterator[None]:
        """Inside the block they ask; whoever waits for an answer at its end gets it."""
        stop = asyncio.Event()
        asking = [asyncio.create_task(self._look(name, stop)) for name in READ]
        asking += [asyncio.create_task(self._order(stop)) for _ in range(CLERKS)]
        try:
            yield
        finally:
            stop.set()
            await asyncio.gather(*asking)

    async def all_known(self) -> bool:
        """Sales and notify show each order that was taken."""
        answers = [await self._answer("GET", name, f"/orders/{one}", "merchandiser") for name, one in self._shown()]
        return all(answer.is_success for answer in answers)

    def _shown(self) -> Iterator[tuple[str, str]]:
        return ((name, one) for one in self.taken for name in ("sales", "notify"))

    async def _look(self, department: str, stop: asyncio.Event) -> None:
        while not stop.is_set():
            await self._ask("GET", department, *READ[department])
            await asyncio.sleep(PAUSE_S)

    async def _order(self, stop: asyncio.Event) -> None:
        """Without lines: it is kept until its customer says more, as any that lacks something."""
        while not stop.is_set():
            body = {"customer": "HZ-YUNQI", "customer_po": str(uuid4()), "currency": "CNY", "lines": []}
            answer = await self._ask("POST", "sales", "/orders", "merchandiser", json=body)
            if answer is not None and answer.is_success:
                self.taken.append(answer.json()["order_id"])
            await asyncio.sleep(PAUSE_S)

    async def _ask(self, method: str, department: str, path: str, role: str, **told: Any) -> httpx2.Response | None:
        try:
            answer = await self._answer(method, department, path, role, **told)
        except httpx2.TransportError as fault:
            self.lost[f"{department}: {type(fault).__name__} {fault}"] += 1
            return None
        self.given[department] += answer.is_success
        if not answer.is_success:
            self.lost[f"{department}: {answer.status_code} {answer.text[:200]}"] += 1
        return answer

    async def _answer(self, method: str, department: str, path: str, role: str, **told: Any) -> httpx2.Response:
        who = {"Authorization": f"Bearer {self.tokens.token('li.na', [role])}", "Idempotency-Key": str(uuid4())}
        url = f"{self.urls[department]}/api/v1{path}"
        while (answer := await self.http.request(method, url, headers=who, **told)).status_code == BUSY:
            self.given[f"{department}, busy"] += 1
            await asyncio.sleep(PAUSE_S)
        return answer
