"""On the board and at the desk each sees his own customers' orders, where the company wants that (ALL-3, NOT-1)."""

import itertools
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from io import BytesIO
from typing import Any
from urllib.parse import quote
from uuid import UUID, uuid4
from zipfile import ZipFile, is_zipfile

import httpx2
import pytest
from fastapi import APIRouter, Request
from fastapi.routing import RouteContext, iter_route_contexts

from chassis import clock
from chassis.http.identity import ASKING, Person
from chassis.http.sight import Seen
from chassis.http.staff import sight_by
from chassis.ids import new_id
from chassis.operations.orders import router as ops
from contracts.catalogue import DEPARTMENTS
from contracts.order import Terms
from contracts.sales import CustomerChanged
from services.notify.desk.live.feed import News
from services.notify.desk.live.pages import his_part
from services.notify.desk.pages import ROUTERS
from services.notify.desk.tests.conftest import Desk
from services.notify.desk.tests.test_live import begun
from services.notify.desk.tests.test_order import an_exception
from services.notify.house import HOUSE
from services.notify.people.handlers import answer, put_people
from services.notify.people.rules import PutPerson
from services.notify.policy import Policy
from services.notify.tests.samples import Order
from tests.architecture.sources import CHECKOUT
from tests.figures import put
from tests.needs import needs

pytestmark = needs("ALL-3", "ALL-8", "NOT-1")
OF_THE_CHASSIS = {"fact", "parked", "paper", "paper_link", "operations"}
"""They are looked at by the orders that are seen, or have no row in notify."""
WALKED_ELSEWHERE = {"/events", "/sign-in", "/signed-in", "/calendar/{token}.ics"}
"""The stream and the calendar have tests of their own; nobody is there yet who signs in."""


@dataclass(frozen=True)
class Planted:
    """An order of ALFKI, for whom Wang Fang answers, and the exception about it."""

    order: Order
    case: UUID

    @property
    def names(self) -> dict[str, list[str]]:
        """What paths name, by the name of their parameter; a route that names something new has to be planted here."""
        order_id, number = str(self.order.id), "SO-2026-000001"
        return {
            "order_id": [order_id], "exception_id": [str(self.case)], "stage": ["confirmed"],
            "topic": ["order.received"], "department": ["sales"], "kind": ["order_confirmation"],
            "document": [number], "form": ["ubl"],
            "fingerprint": ["0" * 16], "sha256": ["0" * 64],
            "documents": ["complaints"], "document_id": [order_id], "attachment_id": [order_id],
            "name": [order_id, number, "PO/1"], "order": [order_id], "q": [number, "PO/1"],
        }  # fmt: skip

    @property
    def words(self) -> tuple[str, ...]:
        return "ALFKI", "Alfreds", "SO-2026-000001", "PO/1", str(self.order.id), str(self.case)


@pytest.fixture
async def planted(desk: Desk) -> Planted:
    order = Order()
    await desk.hear(order.received(), *order.reviews(), order.confirmed(), order.short("P-1"))
    case = await an_exception(desk, order)
    await answers(desk, "wang.fang")
    await closes(desk)
    return Planted(order, case)


async def closes(desk: Desk) -> None:
    async with desk.pool.acquire() as db:
        await put(db, Policy, own_customers_only=True)


async def answers(desk: Desk, person: str | None, version: int = 1) -> None:
    """Sales says who answers for ALFKI."""
    told = CustomerChanged(
        customer="ALFKI", version=version, name="Alfreds Futterkiste", grade="A", country="DE", currency="USD",
        language="de", terms=Terms(days=30), credit_limit=Decimal(0), merchandiser=person,
    )  # fmt: skip
    async with desk.pool.acquire() as db:
        await answer(db, [told])


def gets(routers: Sequence[APIRouter]) -> Iterator[RouteContext]:
    routes = (route for router in routers for route in iter_route_contexts(router.routes))
    return (route for route in routes if "GET" in (route.methods or ()) and route.path not in WALKED_ELSEWHERE)


def asked_of(route: RouteContext, names: dict[str, list[str]]) -> Iterator[str]:
    parts = re.findall(r"{(\w+)(?::\w+)?}", str(route.path))
    queries = [field.alias for field in route.dependant.query_params if field.alias in ("order", "q")]
    for values in itertools.product(*(names[part] for part in (*parts, *queries))):
        path = str(route.path)
        for part, value in zip(parts, values, strict=False):
            path = re.sub(rf"{{{part}(:\w+)?}}", value, path)
        told = "&".join(f"{name}={quote(one)}" for name, one in zip(queries, values[len(parts) :], strict=True))
        yield from {path, f"{path}?{told}"} if told else {path}


async def traces(desk: Desk, planted: Planted, *roles: str, who: str) -> dict[str, list[str]]:
    """By route, of the API, of what operators see and of the desk, what it lets this person know of what is planted."""
    desk.sits(who, *roles)
    bearer = {"authorization": f"Bearer {desk.token(who, *(roles or ('merchandiser',)))}"}
    found: dict[str, list[str]] = {}
    for before, routers, headers in (("", (*HOUSE.routers, ops), bearer), ("/desk", ROUTERS, {})):
        for route in gets(routers):
            for path in asked_of(route, planted.names):
                heard = await desk.client.get(before + path, headers=headers)
                assert heard.status_code in (*range(200, 500), 503), (path, heard.text)
                told = [word for word in planted.words if word in text_of(heard) and quote(word) not in path]
                found.setdefault(before + str(route.path), []).extend(told)
    return {path: words for path, words in found.items() if words}


def text_of(heard: httpx2.Response) -> str:
    """Of a spreadsheet all its parts."""
    if is_zipfile(BytesIO(heard.content)):
        with ZipFile(BytesIO(heard.content)) as parts:
            return " ".join(parts.read(one).decode("utf-8", "replace") for one in parts.namelist())
    return heard.text + heard.headers.get("location", "")


async def test_no_page_and_no_route_lets_another_merchandiser_know_of_an_order(desk: Desk, planted: Planted) -> None:
    """Board, list, sheets, search, month, plan, exceptions, promises, summary: each GET, by each name."""
    assert await traces(desk, planted, who="li.na") == {}
    seen = await traces(desk, planted, who="wang.fang")
    shown = {
        "/desk/",
        "/desk/list",
        "/desk/orders.xlsx",
        "/desk/tna",
        "/desk/tna.xlsx",
        "/desk/find",
        "/desk/exceptions",
    }
    assert shown | {f"/api/v1/{one}" for one in ("orders", "promises", "exceptions", "actions")} <= set(seen)
    assert set(await traces(desk, planted, "sales manager", who="zhao.min")) >= shown


async def test_the_summary_counts_ones_own_orders_alone(desk: Desk, planted: Planted) -> None:
    async def counted(who: str) -> int:
        bearer = {"authorization": f"Bearer {desk.token(who, 'salesperson')}"}
        return int((await desk.client.get("/api/v1/summary", headers=bearer)).json()["orders"])

    assert [await counted(who) for who in ("wang.fang", "li.na")] == [1, 0]


async def test_nobody_else_plans_or_ends_what_is_about_it_and_hears_as_of_none(desk: Desk, planted: Planted) -> None:
    new = {"milestone": "dispatched", "planned": clock.today().isoformat()}
    asked: list[tuple[str, str, dict[str, Any]]] = [
        (str(planted.case), "/exceptions/{}/plan", {"plan": "问供应商"}),
        (str(planted.case), "/exceptions/{}/approve", {}),
        (str(planted.case), "/exceptions/{}/resolve", {"root_cause": "漏单"}),
        (str(planted.order.id), "/orders/{}/plan", {**new, "reason": "等车"}),
        (str(planted.order.id), "/orders/{}/milestones", {"milestone": "dispatched", "reason": "等车"}),
        (str(planted.order.id), "/plans", {"changes": [{**new, "order": "{}"}], "reason": "等车"}),
    ]
    for name, path, body in asked:
        his, none = [await does(desk, path, body, one) for one in (name, str(new_id()))]
        assert his == none
        assert his[0] == 404


async def does(desk: Desk, path: str, body: dict[str, Any], name: str) -> tuple[int, str]:
    told = json.dumps(body).replace('"{}"', f'"{name}"')
    headers = {
        "authorization": f"Bearer {desk.token('li.na', 'merchandiser')}",
        "idempotency-key": uuid4().hex,
        "content-type": "application/json",
    }
    answered = await desk.client.post(f"/api/v1{path.format(name)}", content=told, headers=headers)
    return answered.status_code, answered.text.replace(name, "")


async def test_the_stream_of_an_open_page_tells_of_ones_own_orders_alone(desk: Desk, planted: Planted) -> None:
    feed = await begun(desk)
    news = await feed.since(0)
    assert (news.orders, news.exceptions) == ((planted.order.id,), (planted.case,))
    assert await his_part(news, seen_by(desk, "wang.fang")) is news
    assert await his_part(news, seen_by(desk, "li.na")) == News(news.upto)


def seen_by(desk: Desk, person: str) -> Any:
    asking = Request({"type": "http", ASKING: Person(person, ("merchandiser",))})
    return Seen(desk.pool, sight_by(Policy), asking)


async def test_whose_orders_they_are_follows_what_sales_says_of_the_customer(desk: Desk, planted: Planted) -> None:
    async def see() -> list[bool]:
        seen = [await seen_by(desk, who).fetchval("SELECT count(*) FROM board") for who in ("wang.fang", "li.na")]
        return [bool(count) for count in seen]

    assert await see() == [True, False]
    await answers(desk, "li.na", 2)
    assert await see() == [False, True]
    await answers(desk, "wang.fang", 1)
    assert await see() == [False, True]
    await answers(desk, None, 3)
    assert await see() == [True, True]


async def test_of_a_customer_of_whom_sales_said_nothing_his_orders_own_merchandiser_sees_them(desk: Desk) -> None:
    await desk.hear(Order().received())
    await closes(desk)
    seen = [await seen_by(desk, who).fetchval("SELECT count(*) FROM board") for who in ("wang.fang", "li.na")]
    assert seen == [1, 0]


async def test_a_deputy_finds_the_orders_on_the_board_while_who_answers_is_away(desk: Desk, planted: Planted) -> None:
    away = PutPerson("wang.fang", "王芳", "sales", ("merchandiser",), "li.na", True, None, clock.today(), clock.today())
    async with desk.pool.acquire() as db:
        await put_people(db, [away])
    desk.sits("li.na")
    assert "SO-2026-000001" in (await desk.get("/")).text
    async with desk.pool.acquire() as db:
        await put_people(db, [replace(away, away_from=None, away_until=None)])
    assert "SO-2026-000001" not in (await desk.get("/")).text


async def test_each_table_about_orders_has_its_view_with_all_its_columns(desk: Desk) -> None:
    columns = """
    SELECT c.relname AS name, array_agg(a.attname::text ORDER BY a.attname) AS columns
    FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
    WHERE c.relnamespace = $1::regnamespace AND c.relkind IN ('r', 'v') GROUP BY 1
    """
    tables = {row["name"]: row["columns"] for row in await desk.pool.fetch(columns, "public")}
    views = {row["name"]: row["columns"] for row in await desk.pool.fetch(columns, "own")}
    about = {name for name, its in tables.items() if {"customer", "order_id", "orders", "purchase_id"} & set(its)}
    assert about - views.keys() - OF_THE_CHASSIS == set()
    assert {name: its for name, its in views.items() if name != "hidden" and its != tables[name]} == {}


def test_all_departments_know_alike_who_stands_for_whom() -> None:
    texts = {(CHECKOUT / f"services/{one}/migrations/functions/stands_for.sql").read_text() for one in DEPARTMENTS}
    assert len(texts) == 1
