"""The routes of sales over its own database."""

from collections.abc import AsyncIterator, Awaitable, Callable

import httpx2
import pytest
from joserfc.jwk import KeySet, OKPKey

from chassis.database.pool import open_pool
from chassis.http.identity import Identity
from chassis.http.web import create_app
from chassis.transaction.engine import Engine
from services.sales.house import HOUSE
from services.sales.tests.calling import CUSTOMER, Caller


@pytest.fixture
async def call(database: Callable[[str], Awaitable[str]]) -> AsyncIterator[Caller]:
    pool = await open_pool(await database("sales"), size=3)
    key = OKPKey.generate_key("Ed25519")
    app = create_app(Engine(HOUSE, pool), Identity(KeySet([key])), "0")
    async with httpx2.AsyncClient(transport=httpx2.ASGITransport(app), base_url="http://sales") as client:
        caller = Caller(client, key)
        assert (await caller("PUT", "/customers/ALFKI", CUSTOMER)).status_code == 200
        assert (await caller("PUT", "/items/P-1", {"name": "Chai"})).status_code == 200
        yield caller
    await pool.close()
