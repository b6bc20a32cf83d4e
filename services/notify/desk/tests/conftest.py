"""Notify with its desk, asked as a browser asks it."""

import time
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path

import asyncpg
import httpx2
import pytest
from fastapi import FastAPI
from joserfc import jwt
from joserfc.jwk import KeySet, OKPKey

from chassis.database.pool import open_pool
from chassis.http.identity import AUDIENCE, Identity
from chassis.http.web import create_app
from chassis.operations.api import router as operations
from chassis.operations.orders import router as orders
from chassis.settings import Settings
from chassis.transaction.engine import Engine
from contracts.departments import DEPARTMENTS
from contracts.event import Event
from services.notify.desk.doing.departments import Departments
from services.notify.desk.pages import hang, opened
from services.notify.desk.session import COOKIE
from services.notify.house import HOUSE
from services.notify.overdue.handlers import watch
from services.notify.story.handlers import tell

ROUTERS = (orders, operations)


@dataclass
class Desk:
    """A browser without scripts, and what notify hears."""

    client: httpx2.AsyncClient
    key: OKPKey
    pool: asyncpg.Pool
    pages: FastAPI

    def token(self, person: str, *roles: str, ends_in_s: int = 60) -> str:
        claims = {"aud": AUDIENCE, "sub": person, "roles": list(roles), "exp": int(time.time()) + ends_in_s}
        return jwt.encode({"alg": "Ed25519", "kid": self.key.kid}, claims, self.key, algorithms=["Ed25519"])

    def sits(self, person: str = "wang.fang", *roles: str, language: str = "en") -> None:
        """From now on this person is at the desk."""
        self.client.cookies.set(COOKIE, self.token(person, *(roles or ("merchandiser",))))
        self.client.cookies.set("gendan_language", language)

    async def get(self, path: str) -> httpx2.Response:
        return await self.client.get(f"/desk{path}")

    async def post(self, path: str, data: dict[str, str], **headers: str) -> httpx2.Response:
        return await self.client.post(f"/desk{path}", data=data, headers={"sec-fetch-site": "same-origin", **headers})

    def departments_answer(self, answer: Callable[[httpx2.Request], httpx2.Response]) -> None:
        """As another department would over HTTP."""
        http = httpx2.AsyncClient(transport=httpx2.MockTransport(answer))
        self.pages.state.departments = Departments(http, {name: f"http://{name}" for name in DEPARTMENTS})

    async def hear(self, *events: Event) -> None:
        async with self.pool.acquire() as db:
            for event in events:
                await tell(db, [event])
                await watch(db, [event])


@pytest.fixture
async def desk(database: Callable[[str], Awaitable[str]]) -> AsyncIterator[Desk]:
    dsn = await database("notify")
    pool = await open_pool(dsn, size=4)
    key = OKPKey.generate_key("Ed25519", auto_kid=True)
    app = create_app(Engine(HOUSE, pool), Identity(KeySet([key])), "test", routers=ROUTERS)
    pages = hang(app)
    settings = Settings(database_url=dsn, kafka_bootstrap_servers="none:1", jwks_file=Path("none"))
    async with (
        opened(pages, app, settings),
        httpx2.AsyncClient(transport=httpx2.ASGITransport(app), base_url="http://notify") as client,
    ):
        desk = Desk(client, key, pool, pages)
        desk.sits()
        yield desk
    await pool.close()
