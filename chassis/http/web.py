"""The way in over HTTP (FastAPI): identity, Idempotency-Key, problems, health, an order's facts."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from functools import partial
from hashlib import sha256
from typing import Annotated, Any

import asyncpg
from fastapi import APIRouter, Depends, FastAPI, Header, Request, Response
from fastapi.responses import JSONResponse
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from chassis.database.failures import UNANSWERED
from chassis.handling import CommandHandler
from chassis.http.access import Access
from chassis.http.body_limit import BodyLimit
from chassis.http.command_routes import commands_of
from chassis.http.contracts import router as contracts
from chassis.http.faults import faults_of
from chassis.http.hung import hang_routes
from chassis.http.identity import Identity, Person
from chassis.http.measured import Measured
from chassis.http.openapi import document
from chassis.http.problems import answer_with_problems
from chassis.http.router import Router
from chassis.http.sight import seen_by_who_asks
from chassis.http.spoken import Spoken
from chassis.http.unfit import unfit, unfit_in
from chassis.refusal import InvalidInput, Refusal
from chassis.telemetry.condition import Condition
from chassis.telemetry.spans import serving
from chassis.transaction.commands import Command
from chassis.transaction.engine import Engine

BODY_BYTES_MAX = 16 * 2**20
"""A full batch of 500 items of 32 KiB each."""
READY_WITHIN_S = 2.0


@dataclass(frozen=True)
class Commands:
    """Brings a request through the engine. A route calls it with its handler, what is asked and the key to lock."""

    engine: Engine
    route: str
    idempotency_key: str
    traceparent: str | None
    order_id: str | None = None
    faults: Sequence[dict[str, Any]] = ()
    """Text of the request that cannot be kept; of a batch each item answers for its own."""

    async def __call__(self, handler: CommandHandler, body: Any, *, key: str, by: Person) -> Response:
        """The answer as JSON; a refusal is raised."""
        faults = self.faults or list(unfit(body))
        if faults:
            raise InvalidInput(faults_of(faults))
        with self._served():
            answer = await self.engine.ask(handler, Command(key, body, self.idempotency_key, by.code, self.route))
        if isinstance(answer, Refusal):
            raise answer
        return Response(answer, media_type="application/json")

    async def batch(
        self, handler: CommandHandler, asked: Sequence[tuple[str, str, Any]], *, by: Person
    ) -> list[bytes | Refusal]:
        """Many commands in one transaction: (idempotency key, key to lock, body) each; an answer or a refusal each."""
        with self._served():
            commands = [
                Command(key, body, idempotency_key, by.code, self.route) for idempotency_key, key, body in asked
            ]
            return await self.engine.command(handler, commands)

    def _served(self) -> AbstractContextManager[None]:
        """The span of this request; a command is made in it."""
        return serving(self.engine.house.name, self.route, self.traceparent, self.order_id)


async def _commands(
    request: Request, idempotency_key: Annotated[str, Header(min_length=8, max_length=200)]
) -> Commands:
    return await _under(request, idempotency_key)


async def _commands_of_webhook(
    request: Request, webhook_id: Annotated[str, Header(min_length=1, max_length=200)]
) -> Commands:
    return await _under(request, webhook_id)


async def _commands_of_link(request: Request) -> Commands:
    """What brings no key, as a form: the same again is the same request."""
    return await _under(request, sha256(request.url.path.encode() + await request.body()).hexdigest())


async def _under(request: Request, idempotency_key: str) -> Commands:
    route = f"{request.method} {request.scope['route'].path}"
    order_id = request.path_params.get("order_id")
    trace, faults = request.headers.get("traceparent"), await unfit_in(request)
    return Commands(request.app.state.engine, route, idempotency_key, trace, order_id, faults)


async def _look(request: Request) -> asyncpg.Pool:
    return seen_by_who_asks(request)


Ask = Annotated[Commands, Depends(_commands)]
"""For routes that change something."""
AskByWebhook = Annotated[Commands, Depends(_commands_of_webhook)]
"""The same for messages that `chassis/http/signed.py` lets in: they are known by ``webhook-id``."""
AskByLink = Annotated[Commands, Depends(_commands_of_link)]
"""The same for what brings no key: a form that is opened by a link that `chassis/papers/sharing.py` gave out, or a
signed message that may come anew under another id."""
Look = Annotated[asyncpg.Pool, Depends(_look)]
"""To look: each query takes a connection and gives it back: no request waits for the engine while holding one. Who sees
only his own finds nothing else (`chassis/http/sight.py`)."""


def create_app(
    engine: Engine,
    identity: Identity,
    version: str,
    condition: Condition | None = None,
    looking: asyncpg.Pool | None = None,
    routers: Sequence[APIRouter] = (),
) -> FastAPI:
    """The app of one house: its routers, health, metrics, contracts, the chassis' ``routers``; no documentation page.

    ``looking``: a pool of their own for health and ``/ops``, so that they answer while the engine's is in use.
    """
    house = engine.house
    title = f"gendan {house.name}"
    app = FastAPI(title=title, version=version, docs_url=None, redoc_url=None)
    app.add_middleware(BodyLimit, limit=BODY_BYTES_MAX)
    app.add_middleware(Spoken, house=house.locale)
    app.add_middleware(Measured, service=house.name)
    hang_routes(app, (*house.routers, health, contracts, *routers))
    answer_with_problems(app)
    app.openapi = partial(document, app)  # type: ignore[method-assign]
    app.state.engine, app.state.condition, app.state.commands = engine, condition or Condition(), commands_of(house)
    app.state.looking = looking or engine.pool
    app.state.identity = replace(identity, access=Access(app.state.looking)) if house.sight else identity
    return app


health = Router(tags=["health"])


@health.get("/livez")
@health.get("/healthz", include_in_schema=False)
@health.get("/startupz", include_in_schema=False)
async def live() -> dict[str, str]:
    return {"status": "ok"}


@health.get("/readyz")
async def ready(request: Request) -> JSONResponse:
    """Ready when the database answers; Kafka is a metric, not a probe."""
    try:
        async with asyncio.timeout(READY_WITHIN_S):  # the wait for a connection too
            await request.app.state.looking.fetchval("SELECT 1 FROM migration LIMIT 1")
    except UNANSWERED as fault:
        return JSONResponse({"status": "database away", "detail": type(fault).__name__}, 503)
    return JSONResponse({"status": "ok"})


@health.get("/metrics")
async def metrics() -> Response:
    return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)


@health.get("/version")
async def version(request: Request) -> dict[str, str]:
    return {"service": request.app.state.engine.house.name, "version": request.app.version}
