"""The house's routes, called as somebody."""

import json
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any
from uuid import uuid4

import httpx2
import pytest
from joserfc import jwt
from joserfc.jwk import KeySet, OKPKey

from chassis.database.pool import open_pool
from chassis.handling import NotReady
from chassis.http.identity import AUDIENCE, Identity
from chassis.http.web import create_app
from chassis.transaction.engine import Engine
from services.warehouse.house import HOUSE


class Caller:
    """Calls the house's routes as somebody."""

    def __init__(self, client: httpx2.AsyncClient, key: OKPKey, engine: Engine) -> None:
        self.client, self.key, self.engine = client, key, engine

    async def __call__(
        self,
        method: str,
        path: str,
        body: Any = None,
        *,
        role: str = "storekeeper",
        key: str | None = None,
        reads: str = "en",
    ) -> httpx2.Response:
        claims = {"sub": "li.na", "roles": [role], "aud": AUDIENCE, "exp": 4_000_000_000}
        token = jwt.encode({"alg": "Ed25519"}, claims, self.key, algorithms=["Ed25519"])
        headers = {"authorization": f"Bearer {token}", "idempotency-key": key or uuid4().hex, "accept-language": reads}
        return await self.client.request(method, f"/api/v1{path}", json=body, headers=headers)

    async def hear(self, handler: Any, event: Any) -> tuple[Any, ...]:
        async with self.engine.pool.acquire() as db, db.transaction():
            (outcome,) = await handler(db, [event])
        assert not isinstance(outcome, NotReady)
        return outcome if isinstance(outcome, tuple) else (outcome,)

    async def said(self, topic: str) -> list[Any]:
        """The events of a topic that wait for the relay."""
        rows = await self.engine.pool.fetch("SELECT body FROM outbox WHERE topic = $1 ORDER BY id", topic)
        return [json.loads(row["body"]) for row in rows]


@pytest.fixture
async def call(database: Callable[[str], Awaitable[str]]) -> AsyncIterator[Caller]:
    pool = await open_pool(await database("warehouse"), size=3)
    key = OKPKey.generate_key("Ed25519")
    engine = Engine(HOUSE, pool)
    app = create_app(engine, Identity(KeySet([key])), "test")
    async with httpx2.AsyncClient(transport=httpx2.ASGITransport(app), base_url="http://warehouse") as client:
        yield Caller(client, key, engine)
    await pool.close()
