"""What `/metrics` counts: requests by route and end, messages by what became of them; no label names an order."""

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from uuid import UUID

import asyncpg
import httpx2
import pytest
from fastapi import APIRouter
from prometheus_client.parser import text_string_to_metric_families

from chassis.handling import House
from chassis.http.identity import Identity
from chassis.http.web import create_app
from chassis.ids import new_id
from chassis.process.housekeeping import show_gauges
from chassis.refusal import Refusal
from chassis.transaction.engine import Engine
from gendan.identity import signer
from tests.chassis.house import HOUSE, released
from tests.chassis.records import message_of

router = APIRouter(prefix="/api/v1")


class BerthIsTaken(Refusal):
    """Berth {berth} is taken."""


@router.get("/berths/{berth}/orders/{order_id}")
async def order_at(berth: str, order_id: UUID) -> str:
    if berth == "taken":
        raise BerthIsTaken(berth=berth)
    if berth == "sunk":
        raise RuntimeError("no berth")
    return berth


@pytest.fixture
def pier(request: pytest.FixtureRequest) -> House:
    """A house whose figures no other test adds to."""
    return replace(HOUSE, name=request.node.name, routers=(router,))


@pytest.fixture
async def http(pier: House, pool: asyncpg.Pool, tmp_path: Path) -> AsyncIterator[httpx2.AsyncClient]:
    app = create_app(Engine(pier, pool), Identity.from_file(signer(tmp_path).jwks_file), "test")
    transport = httpx2.ASGITransport(app, raise_app_exceptions=False)
    async with httpx2.AsyncClient(transport=transport, base_url="http://pier") as http:
        yield http


async def figures(http: httpx2.AsyncClient, name: str, service: str, *labels: str) -> dict[tuple[str, ...], float]:
    """A department's samples of this name, by these labels."""
    families = text_string_to_metric_families((await http.get("/metrics")).text)
    samples = [s for family in families for s in family.samples if s.name == name and s.labels["service"] == service]
    return {tuple(sample.labels[label] for label in labels): sample.value for sample in samples}


async def test_requests_are_counted_by_route_method_and_status(http: httpx2.AsyncClient, pier: House) -> None:
    for berth in ("free", "free", "taken", "sunk"):
        await http.get(f"/api/v1/berths/{berth}/orders/{new_id()}")
    await http.get("/api/v1/berths/free/orders/none")
    await http.request("HAUL", "/nowhere")
    route = "/api/v1/berths/{berth}/orders/{order_id}"
    counts = await figures(http, "gendan_http_seconds_count", pier.name, "route", "method", "status")
    assert counts == {
        (route, "GET", "200"): 2,
        (route, "GET", "409"): 1,
        (route, "GET", "500"): 1,
        (route, "GET", "422"): 1,
        ("none", "other", "404"): 1,
    }


async def test_messages_are_counted_by_topic_and_what_became_of_them(
    http: httpx2.AsyncClient, pier: House, pool: asyncpg.Pool
) -> None:
    engine, order = Engine(pier, pool), new_id()
    await engine.consume([message_of(released(order)), message_of(released(new_id(), "WAIT"))])
    await engine.consume([message_of(released(order), sequence=3)])
    assert await figures(http, "gendan_messages_heard_total", pier.name, "topic", "outcome") == {
        ("order.released", "handled"): 1,
        ("order.released", "not_ready"): 1,
        ("order.released", "gap"): 1,
    }
    assert await figures(http, "gendan_messages_said_total", pier.name, "topic") == {("goods.packed",): 1}


async def test_what_waits_is_a_figure_of_its_department(
    http: httpx2.AsyncClient, pier: House, pool: asyncpg.Pool
) -> None:
    await Engine(pier, pool).consume([message_of(released(new_id())), message_of(released(new_id(), "WAIT"))])
    await show_gauges(pool, pier.name)
    assert await figures(http, "gendan_outbox_rows", pier.name) == {(): 1}
    assert (await figures(http, "gendan_outbox_age_seconds", pier.name)).keys() == {()}
    parked = await figures(http, "gendan_parked_messages", pier.name, "why")
    assert {why: waiting for (why,), waiting in parked.items() if waiting} == {"not_ready": 1}
