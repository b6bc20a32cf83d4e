"""Six departments without Kafka: real handlers, real databases, their HTTP API in process."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any

import httpx2

from chassis.database import open_pool
from chassis.door import Door
from chassis.identity import Identity
from chassis.web import create_app
from contracts.catalogue import DEPARTMENTS
from gendan.identity import Signer, signer
from gendan.up import house
from tests.simulation.post import Post

EVERYBODY = (
    "merchandiser", "salesperson", "sales manager", "buyer", "storekeeper", "inspector", "planner", "logistics clerk",
    "accountant", "customer service", "management", "bank",
)  # fmt: skip


@dataclass
class Company:
    """What the outside can do: HTTP requests; and the post between the departments."""

    post: Post
    clients: dict[str, httpx2.AsyncClient]
    signer: Signer
    keys: Any

    async def ask(
        self, department: str, method: str, path: str, body: Any = None, *, roles: tuple[str, ...] = EVERYBODY,
        person: str = "outside",
    ) -> httpx2.Response:  # fmt: skip
        """One request with a new idempotency key; whatever the department says is then on its way."""
        headers = {
            "Authorization": f"Bearer {self.signer.token(person, roles)}",
            "Idempotency-Key": f"simulated-{next(self.keys):06d}",
        }
        answer = await self.clients[department].request(method, f"/api/v1{path}", json=body, headers=headers)
        assert answer.status_code < 500, answer.text
        await self.post.collect(department)
        return answer

    async def items(self, department: str, path: str) -> list[dict[str, Any]]:
        """A list of a department, first page."""
        answer = await self.ask(department, "GET", path)
        assert answer.status_code == 200, answer.text
        found: list[dict[str, Any]] = answer.json()["items"]
        return found


@asynccontextmanager
async def simulated(database: Callable[[str], Awaitable[str]], folder: Path) -> AsyncIterator[Company]:
    """A company on fresh databases."""
    keys = signer(folder)
    identity = Identity.from_file(keys.jwks_file)
    async with AsyncExitStack() as stack:
        doors: dict[str, Door] = {}
        clients: dict[str, httpx2.AsyncClient] = {}
        for name in DEPARTMENTS:
            pool = await open_pool(await database(name), size=2)
            stack.push_async_callback(pool.close)
            doors[name] = Door(house(name), pool)
            transport = httpx2.ASGITransport(create_app(doors[name], identity, "simulated"))
            clients[name] = httpx2.AsyncClient(transport=transport, base_url=f"http://{name}")
        yield Company(Post(doors), clients, keys, count(1))
