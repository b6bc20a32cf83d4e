"""The desk as an app of its own inside notify's: its pages, its guard, its words for what goes wrong."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx2
from fastapi import FastAPI
from fastapi.responses import RedirectResponse
from starlette.middleware.gzip import GZipMiddleware

from chassis.http.hung import hang_routes
from chassis.settings import Settings
from services.notify.desk import choices, me, sign_in, sign_out, static
from services.notify.desk.archive import pages as archive
from services.notify.desk.attachments import pages as attachments
from services.notify.desk.board import pages as board
from services.notify.desk.catalogue import pages as catalogue
from services.notify.desk.currencies import pages as currencies
from services.notify.desk.customers import pages as customers
from services.notify.desk.dates import pages as dates
from services.notify.desk.doing import pages as doing
from services.notify.desk.doing.departments import Departments
from services.notify.desk.exceptions import pages as exceptions
from services.notify.desk.faults import answer_with_pages
from services.notify.desk.guard import Guard
from services.notify.desk.key_figures import pages as key_figures
from services.notify.desk.ledger import pages as ledger
from services.notify.desk.live import pages as live
from services.notify.desk.live.feed import Feed
from services.notify.desk.month import pages as month
from services.notify.desk.moving import pages as moving
from services.notify.desk.operations import pages as operations
from services.notify.desk.operations import retry
from services.notify.desk.order import link as order_links
from services.notify.desk.order import pages as order
from services.notify.desk.order import papers as order_papers
from services.notify.desk.order import tabs as order_tabs
from services.notify.desk.purchase_orders import pages as purchase_orders
from services.notify.desk.queue import pages as queue
from services.notify.desk.saved import pages as saved
from services.notify.desk.schedule import pages as schedule
from services.notify.desk.spoken import Spoken
from services.notify.desk.stock import pages as stock
from services.notify.desk.tickets import pages as tickets
from services.notify.desk.tna import pages as tna
from services.notify.desk.tna import plan_page, upload
from services.notify.desk.together import pages as together
from services.notify.desk.tours import pages as tours
from services.notify.desk.tracing import pages as tracing
from services.notify.desk.worklist import pages as work

PARTS = (
    *(static, choices, sign_in, sign_out, me),
    *(board, month, key_figures, moving, saved, tna, upload),
    *(order_tabs, order_links, order_papers, order, plan_page),
    *(doing, exceptions, queue, currencies, ledger, together, work, live, tours, stock, schedule, tickets),
    *(purchase_orders, customers, archive, attachments, dates),
    *(catalogue, operations, retry, tracing),
)
ROUTERS = tuple(part.router for part in PARTS)
COMPRESSED_FROM_BYTES = 1_000
OURSELVES = "http://notify.desk"
LIMITS = httpx2.Limits(max_connections=100, max_keepalive_connections=30)


@asynccontextmanager
async def desk(app: FastAPI, settings: Settings) -> AsyncIterator[None]:
    """Notify's app with the desk."""
    async with opened(hang(app), app, settings):
        yield


def hang(app: FastAPI) -> FastAPI:
    """Hang the desk into notify's app at `/desk`, and lead people there from `/`; its pages."""
    pages = FastAPI(title="gendan desk", openapi_url=None, docs_url=None, redoc_url=None)
    hang_routes(pages, ROUTERS)
    answer_with_pages(pages)
    app.mount("/desk", Guard(GZipMiddleware(Spoken(pages), minimum_size=COMPRESSED_FROM_BYTES)))
    app.add_route("/", _to_desk)
    return pages


@asynccontextmanager
async def opened(pages: FastAPI, app: FastAPI, settings: Settings) -> AsyncIterator[None]:
    """People may come: the desk stands on what notify's app stands on."""
    pages.state.engine, pages.state.identity = app.state.engine, app.state.identity
    pages.state.topic_prefix = settings.topic_prefix
    pages.state.feed = Feed(app.state.engine.pool)
    async with _departments(app, settings) as pages.state.departments, _running(pages.state.feed):
        yield


@asynccontextmanager
async def _running(feed: Feed) -> AsyncIterator[None]:
    """Streams end with it, so that nobody waits for them at the stop."""
    looking = asyncio.create_task(feed.run(), name="feed of the desk")
    try:
        yield
    finally:
        looking.cancel()
        await asyncio.wait([looking])
        feed.end()


@asynccontextmanager
async def _departments(app: FastAPI, settings: Settings) -> AsyncIterator[Departments]:
    """Notify itself is asked within the process, as anybody asks it."""
    mounts = {OURSELVES: httpx2.ASGITransport(app)}
    async with httpx2.AsyncClient(mounts=mounts, trust_env=False, limits=LIMITS) as http:
        yield Departments(http, {**settings.departments, "notify": OURSELVES})


async def _to_desk(_: object) -> RedirectResponse:
    return RedirectResponse("/desk/", 303)
