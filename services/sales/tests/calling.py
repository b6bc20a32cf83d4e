"""Calls the routes of sales as others do."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any
from uuid import uuid4

import asyncpg
import httpx2
from joserfc import jwt
from joserfc.jwk import KeySet, OKPKey

from chassis import clock
from chassis.database.pool import open_pool
from chassis.handling import House
from chassis.http.identity import AUDIENCE, Identity
from chassis.http.web import create_app
from chassis.transaction.engine import Engine

OURS = "sales@gendan.example"
"""From which letters come."""
CUSTOMER = {
    "name": "Alfreds Futterkiste",
    "grade": "A",
    "country": "DE",
    "currency": "USD",
    "terms": {"days": 30},
    "credit_limit": "100000",
}


def an_order(po: str, **asked: Any) -> dict[str, Any]:
    return {
        "customer": "ALFKI",
        "customer_po": po,
        "lines": [{"line": 1, "item": "P-1", "quantity": "10", "unit_price": {"amount": "10.00", "currency": "USD"}}],
        "deliver_to": {"street": "Obere Str. 57", "city": "Berlin", "country": "DE"},
        "wanted": (clock.today() + timedelta(days=20)).isoformat(),
        **asked,
    }


class Caller:
    """Calls the house's routes as somebody."""

    def __init__(self, client: httpx2.AsyncClient, key: OKPKey, pool: asyncpg.Pool) -> None:
        self.client, self.key, self.pool = client, key, pool

    async def __call__(
        self,
        method: str,
        path: str,
        body: Any = None,
        *,
        who: str = "wang.fang",
        role: str = "merchandiser",
        reads: str = "en",
    ) -> httpx2.Response:
        claims = {"sub": who, "roles": [role], "aud": AUDIENCE, "exp": 4_000_000_000}
        token = jwt.encode({"alg": "Ed25519"}, claims, self.key, algorithms=["Ed25519"])
        headers = {"authorization": f"Bearer {token}", "idempotency-key": uuid4().hex, "accept-language": reads}
        return await self.client.request(method, f"/api/v1{path}", json=body, headers=headers)


@asynccontextmanager
async def calling(dsn: str, house: House) -> AsyncIterator[Caller]:
    """The house over this database, with a customer and an item."""
    pool = await open_pool(dsn, size=3)
    key = OKPKey.generate_key("Ed25519")
    app = create_app(Engine(house, pool), Identity(KeySet([key])), "test")
    async with httpx2.AsyncClient(transport=httpx2.ASGITransport(app), base_url="http://sales") as client:
        caller = Caller(client, key, pool)
        assert (await caller("PUT", "/customers/ALFKI", CUSTOMER)).status_code == 200
        assert (await caller("PUT", "/items/P-1", {"name": "Chai"})).status_code == 200
        yield caller
    await pool.close()
