"""A merchandiser sees his own customers, unless he leads or stands in for others (ALL-3, ALL-8, SAL-15)."""

import itertools
import re
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, get_args
from uuid import UUID, uuid4

import asyncpg
import httpx2
import pytest
from fastapi.routing import RouteContext, iter_route_contexts
from joserfc import jwt
from joserfc.jwk import KeySet

from chassis import clock
from chassis.http.files import as_text
from chassis.http.identity import AUDIENCE, Identity, Role
from chassis.http.sight import ALL, OWN_ALONE, sees_own_alone
from chassis.http.staff import stands_for
from chassis.http.web import create_app
from chassis.operations.orders import router as ops
from chassis.transaction.engine import Engine
from contracts.notify import PersonChanged
from services.sales.house import HOUSE
from services.sales.letter import store as letters
from services.sales.staff.handlers import learn
from services.sales.tests.calling import CUSTOMER, Caller, an_order
from services.sales.tests.test_complaints import solve
from services.sales.tests.test_contracts import a_contract
from services.sales.tests.test_letters import a_letter
from services.sales.tests.test_papers import confirmed_by
from services.sales.tests.test_satisfaction import arrive
from tests.needs import needs

pytestmark = needs("ALL-3", "ALL-8", "SAL-15")
MANAGER = {"who": "zhao.min", "role": "sales manager"}
SERVICE = {"who": "qian.yu", "role": "customer service"}
LI_NA = {"who": "li.na"}
TODAY = clock.today()
OF_LI_NA = {**CUSTOMER, "name": "Blumenhaus Elster", "merchandiser": "li.na"}


@dataclass(frozen=True)
class Planted:
    """What there is of a customer for whom Li Na answers, and by what names anybody could ask for it."""

    names: dict[str, list[str]]
    words: tuple[str, ...]


@pytest.fixture
async def closed(call: Caller) -> Caller:
    """The company, once each sees his own alone."""
    await call("PUT", "/customers/ALFKI", OF_LI_NA)
    answer = await call("PUT", "/figures/own_customers_only", {"value": True}, **MANAGER)
    assert answer.status_code == 200, answer.text
    return call


@pytest.fixture
async def planted(call: Caller) -> Planted:
    """Of each kind of document one, before each sees his own alone."""
    await call("PUT", "/customers/ALFKI", OF_LI_NA)
    names = {key: list(told) async for key, told in documents(call)}
    await call("PUT", "/figures/own_customers_only", {"value": True}, **MANAGER)
    numbers = {value for told in names.values() for value in told if re.fullmatch(r"[A-Z]{2}-\d{4}-\d+", value)}
    return Planted(names, ("ALFKI", "Blumenhaus Elster", *sorted(numbers)))


async def documents(call: Caller) -> AsyncIterator[tuple[str, tuple[str, ...]]]:
    """By the name of the parameter that paths have for it, its id and its number."""
    day = (TODAY + timedelta(days=9)).isoformat()
    line = {"line": 1, "quantity": "5", "item": "P-1", "unit_price": {"amount": "9", "currency": "USD"}}
    inquired = {"customer": "ALFKI", "reference": "RFQ-1", "lines": [{"line": 1, "quantity": "5", "item": "P-1"}]}
    sampled = {"customer": "ALFKI", "item": "P-1", "quantity": "2", "judge_by": day, "judged_for": "颜色"}
    spoken = {"customer": "ALFKI", "way": "call", "happened_on": TODAY.isoformat(), "said": "问候"}
    tried = {"customer": "ALFKI", "lines": [line], "wanted": day, "country": "DE"}
    asked = {"kind": "consultation", "channel": "sms", "customer": "ALFKI", "words": "如何安装？"}
    complained = {"kind": "quality", "words": "三台坏了", "goods": [{"line": 1, "quantity": "3"}]}
    order_id = await confirmed_by(call)
    await arrive(call, order_id)
    number = (await call("GET", f"/orders/{order_id}")).json()["number"]
    for kind, path, body, who in (
        ("inquiry", "/inquiries", inquired, LI_NA), ("contract", "/contracts", a_contract(), LI_NA),
        ("sample", "/samples", sampled, LI_NA), ("conversation", "/conversations", spoken, LI_NA),
        ("trial", "/trials", tried, LI_NA), ("ticket", "/tickets", asked, SERVICE),
        ("complaint", f"/orders/{order_id}/complaints", complained, LI_NA),
    ):  # fmt: skip
        made = (await call("POST", path, body, **who)).json()
        yield f"{kind}_id", (made[f"{kind}_id"], made["number"])
        if kind == "complaint":
            file = {"content": as_text(b"%PDF-1.7 report"), "title": "ALFKI"}
            kept = await call("POST", f"/complaints/{made['number']}/attachments", file, **LI_NA)
            yield "attachment_id", (kept.json()["attachment_id"],)
            await solve(call, f"/complaints/{made['number']}")
    paid = {"amount": {"amount": "40", "currency": "USD"}, "received_on": TODAY.isoformat(), "how": "transfer"}
    assert (await call("POST", f"/orders/{order_id}/receipts", paid, **LI_NA)).status_code == 200
    papers = (await call("GET", f"/papers?order={order_id}", **LI_NA)).json()["items"]
    for paper in papers:
        await call("GET", f"/papers/{paper['kind']}/{paper['document']}.pdf", **LI_NA)
    letter = a_letter().but(order_id=UUID(order_id), order_number=number, number=f"LT-{TODAY.year}-000001")
    async with call.pool.acquire() as db:
        await letters.add(db, [letter])
    async with call.pool.acquire() as db:
        await learn(db, [person("wu.dan")])
    given = (await call("POST", "/handovers", {"to_person": "wu.dan", "reason": "休假"}, **LI_NA)).json()
    yield "handover_id", (given["handover_id"], given["number"])
    yield "letter_id", (str(letter.letter_id), letter.number)
    yield "order_id", (order_id, number)
    yield "feedback_id", (order_id, number)
    yield "document", tuple({"ALFKI", number, *(paper["document"] for paper in papers)})
    yield "kind", tuple({"open_orders", "feedback_request", *(paper["kind"] for paper in papers)})


FIXED = {
    "customer": ["ALFKI"], "item": ["P-1"], "currency": ["USD"], "name": ["own_customers_only"], "sha256": ["0" * 64],
    "month": [f"{TODAY:%Y-%m}"], "form": ["ubl"], "token": ["no-such"], "order": ["{order_id}"],
}  # fmt: skip
"""What paths and queries name besides; a route that names something new has to be planted here."""


def gets() -> Iterator[RouteContext]:
    routes = (route for router in HOUSE.routers for route in iter_route_contexts(router.routes))
    return (route for route in routes if "GET" in (route.methods or ()))


def asked_of(route: RouteContext, names: dict[str, list[str]]) -> Iterator[str]:
    """The route's paths with each name of what is planted; what a query must or may tell of it, told."""
    path = str(route.path).removeprefix("/api/v1")
    parts = re.findall(r"{(\w+)(?::\w+)?}", path)
    told = {field.alias for field in route.dependant.query_params if field.alias in ("order", "customer")}
    for values in itertools.product(*(names[part] for part in parts)):
        filled = path
        for part, value in zip(parts, values, strict=True):
            filled = re.sub(rf"{{{part}(:\w+)?}}", value, filled)
        required = "&".join(f"{name}={names[name][0]}" for name in sorted(told))
        yield from {filled, f"{filled}?{required}"} if required else {filled}


async def traces(call: Caller, planted: Planted, **by: str) -> dict[str, list[str]]:
    """By route what it lets this person know of what is planted, beside the words that he named himself."""
    names = {**FIXED, **planted.names, "order": planted.names["order_id"][:1]}
    found: dict[str, list[str]] = {}
    for route in gets():
        for path in asked_of(route, names):
            answer = await call("GET", path, **by)
            assert answer.status_code < 500, (path, answer.text)
            heard = answer.text if answer.is_success else answer.text.replace(path, "")
            told = [word for word in planted.words if word in heard and word not in path]
            is_file = answer.is_success and answer.content.startswith(b"%PDF")
            found.setdefault(str(route.path), []).extend(told + ["PDF"] * is_file)
    return {path: words for path, words in found.items() if words}


async def test_no_route_lets_another_merchandiser_know_of_a_customer_and_his_documents(
    call: Caller, planted: Planted
) -> None:
    """Each GET of sales, by each id and number; a route that is new is walked too."""
    assert await traces(call, planted) == {}
    seen = await traces(call, planted, **MANAGER)
    lists = ("orders", "inquiries", "contracts", "samples", "trials", "tickets", "complaints", "receivables")
    assert {f"/api/v1/{one}" for one in lists} < set(seen)
    assert len(seen) > 20, seen
    assert set(await traces(call, planted, **LI_NA)) >= set(seen) - {"/api/v1/suggestions"}


async def test_anothers_order_answers_as_one_that_there_is_not(call: Caller, planted: Planted) -> None:
    order_id, nobody = planted.names["order_id"][0], str(uuid4())
    for path, body in (("", None), ("/confirm", {}), ("/cancel", {"reason": "no"}), ("/receivable", None)):
        method = "GET" if body is None else "POST"
        his = await call(method, f"/orders/{order_id}{path}", body)
        none = await call(method, f"/orders/{nobody}{path}", body)
        assert his.status_code == none.status_code == 404
        assert his.text.replace(order_id, "") == none.text.replace(nobody, "")


async def test_what_is_anothers_is_offered_to_nobody_else_and_refused_where_it_is_done(
    call: Caller, planted: Planted
) -> None:
    path = f"/actions?order={planted.names['order_id'][0]}"
    assert (await call("GET", path)).json()["subjects"] == []
    assert (await call("GET", path, **LI_NA)).json()["subjects"]
    kinds = {one["kind"] for one in (await call("GET", "/actions", **LI_NA)).json()["subjects"]}
    mine = {one["kind"] for one in (await call("GET", "/actions")).json()["subjects"]}
    assert ("inquiry" in kinds, mine) == (True, {""})
    refused = await call("POST", f"/inquiries/{planted.names['inquiry_id'][1]}/decline", {"reason": "no"})
    assert refused.status_code == 404


@pytest.mark.parametrize("path", ["/inquiries", "/contracts", "/samples", "/conversations", "/trials", "/orders"])
async def test_nobody_opens_a_document_for_anothers_customer_and_he_is_like_one_whom_nobody_knows(
    closed: Caller, path: str
) -> None:
    day = (TODAY + timedelta(days=9)).isoformat()
    line = {"line": 1, "quantity": "5", "item": "P-1"}
    price = {"unit_price": {"amount": "9", "currency": "USD"}}
    told: dict[str, Any] = {
        "/inquiries": {"reference": "RFQ-1", "lines": [line]},
        "/contracts": a_contract(),
        "/samples": {"item": "P-1", "quantity": "2", "judge_by": day, "judged_for": "颜色"},
        "/conversations": {"way": "call", "happened_on": TODAY.isoformat(), "said": "问候"},
        "/trials": {"lines": [{**line, **price}], "wanted": day, "country": "DE"},
        "/orders": an_order("4711"),
    }[path]
    his = await closed("POST", path, {**told, "customer": "ALFKI"})
    none = await closed("POST", path, {**told, "customer": "NOBODY"})
    assert (his.status_code, none.status_code) == (404, 404), his.text
    assert his.text.replace("ALFKI", "") == none.text.replace("NOBODY", "")
    assert (await closed("POST", path, {**told, "customer": "ALFKI"}, **LI_NA)).status_code == 200


async def test_of_a_batch_only_what_is_anothers_is_refused(closed: Caller) -> None:
    await closed("PUT", "/customers/BONAP", {**CUSTOMER, "merchandiser": "wang.fang"})
    items = [{**an_order("1", customer=one), "idempotency_key": f"batch-{one}"} for one in ("ALFKI", "BONAP")]
    told = (await closed("POST", "/orders/batch", {"items": items})).json()["answers"]
    assert [one["status"] for one in told] == [404, 200]


async def test_a_delivery_of_anothers_customer_is_not_accepted_in_a_batch(call: Caller, planted: Planted) -> None:
    item = {"order_id": planted.names["order_id"][0], "shipment_id": str(uuid4()), "idempotency_key": "accept-1"}
    (told,) = (await call("POST", "/acceptances/batch", {"items": [item]})).json()["answers"]
    assert (told["status"], told["problem"]["type"]) == (404, "/problems/not-found")


async def test_a_merchandiser_keeps_his_own_customers_and_enters_new_ones_and_no_others(closed: Caller) -> None:
    assert (await closed("PUT", "/customers/ALFKI", CUSTOMER)).status_code == 404
    assert (await closed("GET", "/customers/ALFKI", **LI_NA)).json()["merchandiser"] == "li.na"
    mine = {**CUSTOMER, "merchandiser": "wang.fang"}
    assert [(await closed("PUT", "/customers/BONAP", mine)).status_code for _ in range(2)] == [200, 200]
    assert (await closed("GET", "/customers/BONAP", **LI_NA)).status_code == 404


async def test_for_whom_nobody_answers_all_of_sales_may(closed: Caller) -> None:
    """Else a new customer's first mail would find nobody."""
    await closed("PUT", "/customers/BONAP", CUSTOMER)
    assert (await closed("POST", "/orders", an_order("1", customer="BONAP"))).status_code == 200
    assert [len((await closed("GET", "/orders", **by)).json()["items"]) for by in ({}, LI_NA)] == [1, 1]


async def test_as_it_opens_all_of_sales_see_all(call: Caller) -> None:
    await call("PUT", "/customers/ALFKI", OF_LI_NA)
    assert (await call("GET", "/customers/ALFKI")).status_code == 200


@pytest.mark.parametrize("role", ["sales manager", "customer service", "management"])
async def test_who_has_a_wider_role_besides_or_instead_sees_all(closed: Caller, role: str) -> None:
    assert (await closed("GET", "/customers/ALFKI", role=role)).status_code == 200


def person(code: str, version: int = 1, **told: Any) -> PersonChanged:
    return PersonChanged(person=code, version=version, name="李娜", department="sales", roles=("merchandiser",), **told)


async def test_a_deputy_sees_them_while_who_answers_is_away_and_not_a_day_longer(closed: Caller) -> None:
    async def sees(version: int, begins: int | None, ends: int | None) -> bool:
        away: dict[str, Any] = {
            name: TODAY + timedelta(days=days)
            for name, days in (("away_from", begins), ("away_until", ends))
            if days is not None
        }
        async with closed.pool.acquire() as db:
            await learn(db, [person("li.na", version, deputy="wang.fang", **away)])
        return (await closed("GET", "/customers/ALFKI")).status_code == 200

    days = [(None, None), (0, 0), (0, None), (-9, -1), (1, 9), (-1, 1)]
    seen = [await sees(version, *one) for version, one in enumerate(days, start=1)]
    assert seen == [False, True, True, False, False, True]


async def test_a_superior_sees_what_his_people_see_and_those_for_whom_they_stand_in(db: asyncpg.Connection) -> None:
    await learn(db, [
        person("li.na", superior="wang.fang"), person("sun.li", superior="li.na"),
        person("zhu.qi", deputy="sun.li", active=False), person("wu.dan", deputy="sun.li"),
    ])  # fmt: skip
    assert set(await stands_for(db, "wang.fang", TODAY)) == {"wang.fang", "li.na", "sun.li", "zhu.qi"}
    assert set(await stands_for(db, "wu.dan", TODAY)) == {"wu.dan"}


async def test_two_who_stand_in_for_each_other_are_no_circle(db: asyncpg.Connection) -> None:
    away: dict[str, Any] = {"away_from": date(2020, 1, 1)}
    await learn(db, [person("li.na", deputy="wu.dan", **away), person("wu.dan", deputy="li.na", **away)])
    assert sorted(await stands_for(db, "li.na", TODAY)) == ["li.na", "wu.dan"]


async def test_an_older_word_about_a_person_changes_nothing(db: asyncpg.Connection) -> None:
    await learn(db, [person("li.na", 2, superior="wang.fang")])
    await learn(db, [person("li.na", 1)])
    assert set(await stands_for(db, "wang.fang", TODAY)) == {"wang.fang", "li.na"}


def test_each_role_of_the_company_sees_all_or_its_own() -> None:
    outside = {"customer", "supplier", "carrier", "bank"}
    assert set(get_args(Role)) == OWN_ALONE | ALL | outside
    assert sees_own_alone(("merchandiser", "offline access"))
    assert not sees_own_alone(("merchandiser", "sales manager"))
    assert not sees_own_alone(("storekeeper",))


OF_NOBODY = {
    "item", "list_price", "currency_rate", "figure", "person", "month_stated", "order_file", "paper_link", "key",
}  # fmt: skip
"""Tables that say nothing about a customer, or are reached through one that has a view."""


async def test_each_table_about_customers_has_its_view_with_all_its_columns(db: asyncpg.Connection) -> None:
    columns = """
    SELECT c.relname AS name, array_agg(a.attname::text ORDER BY a.attname) AS columns
    FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
    WHERE c.relnamespace = $1::regnamespace AND c.relkind IN ('r', 'v') GROUP BY 1
    """
    tables = {row["name"]: row["columns"] for row in await db.fetch(columns, "public")}
    views = {row["name"]: row["columns"] for row in await db.fetch(columns, "own")}
    about = {name for name, its in tables.items() if "customer" in its or "order_id" in its or "inquiry_id" in its}
    assert about - views.keys() - {"fact"} == set()
    assert {name: its for name, its in views.items() if name != "hidden" and its != tables[name]} == {}


MANY = """
INSERT INTO customer (customer, state) SELECT 'C-' || n, jsonb_build_object('merchandiser', 'm-' || n % 40)
FROM generate_series(0, 1999) n;
INSERT INTO sales_order (id, number, customer, customer_po, stage, document)
SELECT gen_random_uuid(), 'SO-' || n, 'C-' || n % 2000, n::text, 'closed', '{}' FROM generate_series(0, 19999) n;
ANALYZE customer; ANALYZE sales_order;
"""


async def test_the_book_of_one_merchandiser_is_found_without_reading_the_whole_book(db: asyncpg.Connection) -> None:
    await db.execute(MANY)
    await db.execute("SELECT set_config('search_path', 'own, ' || current_setting('search_path'), true)")
    await db.execute("SELECT set_config('gendan.people', '{m-7}', true)")
    for query in ("SELECT id, document FROM sales_order WHERE customer = 'C-7'", "SELECT id FROM hidden WHERE id = $1"):
        plan = "\n".join(row[0] for row in await db.fetch(f"EXPLAIN {query.replace('$1', repr(str(uuid4())))}"))
        assert "Seq Scan on sales_order" not in plan, plan
    page = "EXPLAIN SELECT id, document FROM sales_order ORDER BY id LIMIT 100"
    plan = "\n".join(row[0] for row in await db.fetch(page))
    assert "Seq Scan on sales_order" not in plan, plan


async def test_what_goes_on_inside_is_told_of_ones_own_orders_alone(call: Caller, planted: Planted) -> None:
    order_id, number = planted.names["order_id"]
    app = create_app(Engine(HOUSE, call.pool), Identity(KeySet([call.key])), "test", routers=(ops,))
    async with httpx2.AsyncClient(transport=httpx2.ASGITransport(app), base_url="http://sales") as http:

        async def told(path: str, who: str) -> Any:
            claims = {"sub": who, "roles": ["merchandiser"], "aud": AUDIENCE, "exp": 4_000_000_000}
            token = jwt.encode({"alg": "Ed25519"}, claims, call.key, algorithms=["Ed25519"])
            return (await http.get(path, headers={"authorization": f"Bearer {token}"})).json()

        for name in (order_id, number, "4711"):
            his, others = await told(f"/ops/orders/{name}", "li.na"), await told(f"/ops/orders/{name}", "wang.fang")
            assert (his["orders"], others["orders"]) == ([order_id], [])
            assert number not in str(others).replace(f"'{name}'", "")
        assert (await told(f"/ops/called?id={order_id}", "wang.fang"))["numbers"] == {}
        assert (await told(f"/ops/called?id={order_id}", "li.na"))["numbers"] == {order_id: number}
        assert (await told(f"/ops/waits?id={order_id}", "wang.fang"))["waits"][order_id] == []
