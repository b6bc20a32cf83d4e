"""Six departments without Kafka: real handlers, real databases, their HTTP API in process."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from functools import cache
from itertools import count
from pathlib import Path
from typing import Any, Literal
from uuid import UUID

import asyncpg
import httpx2

from chassis.database.pool import open_pool
from chassis.http.identity import Identity
from chassis.http.web import create_app
from contracts.catalogue import DEPARTMENTS
from gendan.embedded import Ground
from gendan.embedded.departments import department_dsn, make_database
from gendan.identity import Signer, signer
from gendan.up import house
from tests.copies import empty, inside, look
from tests.ground import Template
from tests.simulation.post import Killed, MortalEngine, Post

EVERYBODY = (
    "merchandiser", "salesperson", "sales manager", "buyer", "storekeeper", "inspector", "quality manager", "planner",
    "logistics clerk", "accountant", "customer service", "service supervisor", "management", "bank",
)  # fmt: skip
FIRST_ID = 0x01980000_0000_7000_8000_000000000000
Luck = Literal["well", "answer lost", "killed"]
"""What happens to a request: nothing; its answer is lost, or the process dies, and it is asked again."""


def ids_in_order() -> Iterator[UUID]:
    """The same ids in every run, each higher than the one before."""
    return (UUID(int=FIRST_ID + number) for number in count(1))


class Company:
    """What the outside can do: HTTP requests; and the post between the departments."""

    def __init__(
        self,
        post: Post,
        clients: Mapping[str, httpx2.AsyncClient],
        admins: Mapping[str, asyncpg.Connection],
        signer: Signer,
    ) -> None:
        self.post, self.clients, self.admins = post, clients, admins
        self.token = cache(signer.token)
        self.keys, self.ids = count(1), ids_in_order()
        self.luck: Luck = "well"

    async def begin_anew(self) -> None:
        """Forget everything; as the superuser, because nobody else may touch the journal."""
        self.post.forget()
        self.keys, self.ids, self.luck = count(1), ids_in_order(), "well"
        for admin in self.admins.values():
            await empty(admin, await look(admin))

    async def ask(
        self, department: str, method: str, path: str, body: Any = None, *, roles: tuple[str, ...] = EVERYBODY,
        person: str = "outside",
    ) -> httpx2.Response:  # fmt: skip
        """One request with a new idempotency key; whatever the department says is then on its way."""
        headers = {
            "Authorization": f"Bearer {self.token(person, roles)}",
            "Idempotency-Key": f"simulated-{next(self.keys):06d}",
            "Content-Type": "application/json",
        }
        request = (method, f"/api/v1{path}")
        if method != "GET":
            await self._bad_luck(department, request, body, headers)
        content = None if body is None else json.dumps(body).encode()
        answer = await self.clients[department].request(*request, content=content, headers=headers)
        assert answer.status_code < 500, answer.text
        await self.post.collect(department)
        return answer

    async def _bad_luck(self, department: str, request: tuple[str, str], body: Any, headers: dict[str, str]) -> None:
        """The first try, whose answer nobody sees."""
        if self.luck == "well":
            return
        self.post.engines[department].dies = self.luck == "killed"
        with suppress(Killed):
            await self.clients[department].request(*request, json=body, headers=headers)
        self.post.engines[department].dies = False

    async def items(self, department: str, path: str) -> list[dict[str, Any]]:
        """A list of a department, first page."""
        answer = await self.ask(department, "GET", path)
        assert answer.status_code == 200, answer.text
        found: list[dict[str, Any]] = answer.json()["items"]
        return found

    async def rows(self, department: str, query: str) -> list[dict[str, Any]]:
        """What a department's database says."""
        return [dict(row) for row in await self.post.engines[department].pool.fetch(query)]


@asynccontextmanager
async def simulated(ground: Ground, template: Template, folder: Path) -> AsyncIterator[Company]:
    """A company on databases of its own, made once and emptied between its lives."""
    keys = signer(folder)
    identity = Identity.from_file(keys.jwks_file)
    engines, clients, admins = (
        dict[str, MortalEngine](),
        dict[str, httpx2.AsyncClient](),
        dict[str, asyncpg.Connection](),
    )
    async with AsyncExitStack() as stack:
        for name in DEPARTMENTS:
            admins[name] = await _database(ground, name, await template(name))
            stack.push_async_callback(admins[name].close)
            pool = await open_pool(department_dsn(ground.admin, name, f"simulated_{name}"), size=2)
            stack.push_async_callback(pool.close)
            engines[name] = MortalEngine(house(name), pool)
            transport = httpx2.ASGITransport(create_app(engines[name], identity, "simulated"))
            clients[name] = httpx2.AsyncClient(transport=transport, base_url=f"http://{name}")
        yield Company(Post(engines), clients, admins, keys)


async def _database(ground: Ground, department: str, template: str) -> asyncpg.Connection:
    """A department's database, which need not outlive a power cut; the superuser's connection to it."""
    admin = await asyncpg.connect(ground.admin, ssl=False)
    name = f"simulated_{department}"
    await make_database(admin, name, owner=department, template=template)
    await admin.execute(f"ALTER DATABASE {name} SET synchronous_commit = off")
    await admin.close()
    return await inside(ground.admin, name)
