"""Notify over HTTP: the board, the story, the summary, and who may see them."""

import time
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import date
from typing import Any

import asyncpg
import httpx2
import pytest
from joserfc import jwt
from joserfc.jwk import KeySet, OKPKey

from chassis import clock
from chassis.database.pool import open_pool
from chassis.http.identity import AUDIENCE, Identity
from chassis.http.web import create_app
from chassis.ids import new_id
from chassis.transaction.engine import Engine
from contracts.event import Event
from contracts.notify import DeadlineMissed
from services.notify.house import HOUSE
from services.notify.overdue.handlers import watch
from services.notify.resolving.handlers import raise_
from services.notify.story.handlers import tell
from services.notify.tests.samples import Order, never_ordered
from tests.needs import needs


class Desk:
    """Asks notify as somebody; ``hear`` gives it events."""

    def __init__(self, client: httpx2.AsyncClient, key: OKPKey, pool: asyncpg.Pool) -> None:
        self.client, self.key, self.pool = client, key, pool

    async def ask(self, path: str, role: str = "merchandiser", *, method: str = "GET", body: Any = None) -> Any:
        claims = {"aud": AUDIENCE, "sub": role, "roles": [role], "exp": int(time.time()) + 60}
        token = jwt.encode({"alg": "Ed25519", "kid": self.key.kid}, claims, self.key, algorithms=["Ed25519"])
        headers = {"authorization": f"Bearer {token}", "idempotency-key": str(new_id())}
        answer = await self.client.request(method, f"/api/v1{path}", json=body, headers=headers)
        return {"status": answer.status_code, **answer.json()}

    async def hear(self, *events: Event) -> None:
        async with self.pool.acquire() as db:
            for event in events:
                await tell(db, [event])
                await watch(db, [event])


@pytest.fixture
async def desk(database: Callable[[str], Awaitable[str]]) -> AsyncIterator[Desk]:
    pool = await open_pool(await database("notify"), size=2)
    key = OKPKey.generate_key("Ed25519", auto_kid=True)
    app = create_app(Engine(HOUSE, pool), Identity(KeySet([key])), "test")
    async with httpx2.AsyncClient(transport=httpx2.ASGITransport(app), base_url="http://notify") as client:
        yield Desk(client, key, pool)
    await pool.close()


@needs("NOT-2")
async def test_an_orders_page_says_what_it_waits_for(desk: Desk) -> None:
    order = Order()
    await desk.hear(order.received(), *order.reviews(), order.confirmed(), order.short("P-1"), order.impossible())
    page = await desk.ask("/orders/PO/1")
    assert (page["order_id"], page["number"], page["stage"], page["state"]) == (
        str(order.id),
        "SO-2026-000001",
        "confirmed",
        "open",
    )
    assert page["waiting_for"]["what"] == "order.changed or order.cancelled"
    assert (page["waiting_for"]["owner"], page["waiting_for"]["overdue"]) == ("sales", False)
    assert len(page["events"]) == 8


@needs("NOT-11")
async def test_the_summary_counts_explains_and_measures(desk: Desk) -> None:
    done, waits = Order(), Order()
    await desk.hear(*done.clean_story(), waits.received(), *waits.reviews())
    summary = await desk.ask("/summary", "management")
    assert (summary["orders"], summary["by_state"]) == (2, {"closed": 1, "open": 1})
    assert summary["by_stage"] == {"closed": 1, "reviewed": 1}
    assert summary["explained"] == {"order.confirmed or order.rejected from sales (order.received)": 1}
    assert summary["unexplained"] == []
    assert set(summary["stage_seconds"]["paid"]) == {"p50", "p95"}


@needs("NOT-1")
async def test_the_board_is_listed_by_pages(desk: Desk) -> None:
    orders = [Order() for _ in range(3)]
    await desk.hear(*(order.received() for order in orders))
    first = await desk.ask("/orders?state=open&merchandiser=wang.fang&limit=2")
    rest = await desk.ask(f"/orders?state=open&limit=2&after={first['next']}")
    assert [row["order_id"] for row in first["items"] + rest["items"]] == [str(order.id) for order in orders]
    assert rest["next"] is None


@needs("ALL-3", "ALL-7")
async def test_a_program_for_reports_reads_the_board_without_persons_and_nothing_else(desk: Desk) -> None:
    order = Order()
    await desk.hear(order.received())
    (row,) = (await desk.ask("/orders", "analyst"))["items"]
    assert (row["order_id"], row["merchandiser"]) == (str(order.id), None)
    assert (await desk.ask("/orders", "merchandiser"))["items"][0]["merchandiser"] == "wang.fang"
    assert (await desk.ask("/summary", "analyst"))["orders"] == 1
    for path in (f"/orders/{order.id}", "/promises", "/people", "/key-figures", "/exceptions"):
        assert (await desk.ask(path, "analyst"))["status"] == 403, path


async def test_open_promises_are_listed_by_due_time_and_pages(desk: Desk) -> None:
    order = Order()
    await desk.hear(order.received())
    first = await desk.ask("/promises?state=open&limit=3")
    rest = await desk.ask(f"/promises?limit=3&after={first['next'].replace('+', '%2B')}")
    assert len({promise["id"] for promise in first["items"] + rest["items"]}) == 5
    faulty = await desk.ask("/promises?after=yesterday")
    assert faulty["status"] == 422


@needs("NOT-2")
async def test_an_order_tells_what_became_of_each_promise(desk: Desk) -> None:
    order = Order()
    await desk.hear(order.received(), *order.reviews(), order.confirmed(), order.short("P-1"))
    listed = await desk.ask(f"/promises?order={order.id}")
    states = {promise["what"]: promise["state"] for promise in listed["items"]}
    assert states["stock.reviewed"] == "kept"
    assert states["stock.reserved or stock.short"] == "kept by an alternative"
    kept = await desk.ask(f"/promises?order={order.id}&state=kept&owner=finance")
    assert [promise["kept_by"] for promise in kept["items"]] == ["credit.reviewed"]


async def test_overdue_promises_are_listed_and_others_only_of_an_order(desk: Desk) -> None:
    await desk.hear(Order().received(), Order().dispatched(date(2026, 1, 1)))
    assert (await desk.ask("/promises?state=overdue"))["items"] == []
    assert {promise["state"] for promise in (await desk.ask("/promises?state=open"))["items"]} == {"open"}
    assert (await desk.ask("/promises?state=kept"))["status"] == 422


@needs("NOT-4")
async def test_an_exception_is_planned_approved_and_resolved_over_http(desk: Desk) -> None:
    order = Order()
    async with desk.pool.acquire() as db:
        await raise_(db, [await never_ordered(db, order.id)])
    (listed,) = (await desk.ask(f"/exceptions?state=open&owner=purchasing&level=1&order={order.id}"))["items"]
    assert (listed["kind"], listed["overdue"]) == ("material shortage", False)
    path = f"/exceptions/{listed['exception_id']}"
    assert (await desk.ask(f"{path}/plan", "buyer", method="POST", body={"plan": ""}))["status"] == 422
    assert (await desk.ask(f"{path}/plan", "buyer", method="POST", body={"plan": "ask S-2"}))["state"] == "planned"
    assert (await desk.ask(f"{path}/approve", "buyer", method="POST"))["status"] == 403
    assert (await desk.ask(f"{path}/approve", "general manager", method="POST"))["state"] == "approved"
    done = await desk.ask(f"{path}/resolve", "buyer", method="POST", body={"root_cause": "one supplier alone"})
    assert (done["state"], done["root_cause"]) == ("done", "one supplier alone")
    assert (await desk.ask("/exceptions?state=open"))["items"] == []
    assert (await desk.ask("/exceptions", "customer"))["status"] == 403


@needs("NOT-1", "NOT-4")
async def test_the_board_shows_the_level_of_an_orders_gravest_open_exception(desk: Desk) -> None:
    order, calm = Order(), Order()
    await desk.hear(order.received(), calm.received())
    now = clock.now()
    for level, (topic, owner) in ((1, ("goods.received", "warehouse")), (2, ("shipment.delivered", "logistics"))):
        about = {"orders": (order.id,), "promise_id": new_id(), "opening": level, "cause": "x", "reason": "x"}
        missed = DeadlineMissed.having({**about, "awaited": (topic,), "owner": owner, "since": now, "due": now})
        async with desk.pool.acquire() as db:
            await raise_(db, [missed])
    levels = {row["order_id"]: row["exception_level"] for row in (await desk.ask("/orders"))["items"]}
    assert levels == {str(order.id): 1, str(calm.id): None}
    assert (await desk.ask(f"/orders/{order.id}"))["exception_level"] == 1


async def test_an_unknown_order_is_not_found(desk: Desk) -> None:
    assert (await desk.ask("/orders/SO-404"))["status"] == 404


@needs("ALL-3")
async def test_people_are_put_by_an_administrator_who_sees_no_orders(desk: Desk) -> None:
    body = {"name": "Wang Fang", "department": "sales", "roles": ["merchandiser"]}
    put = await desk.ask("/people/wang.fang", "administrator", method="PUT", body=body)
    assert (put["status"], put["version"]) == (200, 1)
    people = await desk.ask("/people", "administrator")
    assert [person["person"] for person in people["items"]] == ["wang.fang"]
    assert (await desk.ask("/people/wang.fang", "buyer", method="PUT", body=body))["status"] == 403
    assert (await desk.ask("/orders", "administrator"))["status"] == 403


@needs("NOT-1", "NOT-2")
async def test_a_cancelled_orders_page_says_what_is_still_being_undone(desk: Desk) -> None:
    """NOT-1, NOT-2."""
    order = Order()
    await desk.hear(order.received(), order.confirmed(), order.dispatched(), order.cancelled())
    page = await desk.ask(f"/orders/{order.id}")
    assert page["state"] == "cancelled"
    assert page["waiting_for"] == page["promises"][0]
    assert [row["state"] for row in (await desk.ask("/orders?state=cancelled"))["items"]] == ["cancelled"]
    assert (await desk.ask("/orders?state=open"))["items"] == []


@needs("NOT-11", "ALL-6")
async def test_key_figures_stand_beside_how_it_was_before_the_suite(desk: Desk) -> None:
    figure = "/figures/satisfaction_before"
    assert (await desk.ask(figure, "general manager", method="PUT", body={"value": "3.2"}))["status"] == 200
    told = await desk.ask("/key-figures")
    assert told["baseline"] == {"hours_to_confirm": None, "satisfaction": "3.2"}
    turned = await desk.ask("/key-figures?since=2026-03-02&until=2026-03-01")
    assert (turned["status"], [fault["field"] for fault in turned["faults"]]) == (422, ["until"])
