"""Whatever a caller sends, he hears what is wrong with it, and never that we failed (F24)."""

import json
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

import httpx2
import pytest
from joserfc import jwt
from joserfc.jwk import KeySet, OKPKey

from chassis import clock
from chassis.database.pool import open_pool
from chassis.http.identity import AUDIENCE, Identity
from chassis.http.problems import problem
from chassis.http.web import BODY_BYTES_MAX, create_app
from chassis.operations.orders import router as ops
from chassis.refusal import InvalidInput
from chassis.transaction.engine import Engine
from services.sales.house import HOUSE

ORDER = "00000000-0000-7000-8000-000000000001"
DEEP = 900
"""Almost as deep as JSON is read at all."""

CUSTOMER = {
    "name": "Alfreds",
    "grade": "A",
    "country": "DE",
    "currency": "USD",
    "terms": {"days": 30},
    "credit_limit": "1",
}

Ask = Callable[..., Awaitable[httpx2.Response]]


def an_order(*, unit_price: str = "10", quantity: str = "10", line: int = 1, **asked: Any) -> dict[str, Any]:
    price = {"amount": unit_price, "currency": "USD"}
    return {
        "customer": "ALFKI",
        "customer_po": "PO-1",
        "lines": [{"line": line, "item": "P-1", "quantity": quantity, "unit_price": price}],
        "deliver_to": {"street": "Obere Str. 57", "city": "Berlin", "country": "DE"},
        "wanted": (clock.today() + timedelta(days=20)).isoformat(),
        **asked,
    }


def nested(depth: int) -> bytes:
    return b"[" * depth + b"]" * depth


@pytest.fixture
async def ask(database: Callable[[str], Awaitable[str]]) -> AsyncIterator[Ask]:
    """Asks sales as a merchandiser; what fails inside fails the test."""
    pool = await open_pool(await database("sales"), size=2)
    key = OKPKey.generate_key("Ed25519")
    app = create_app(Engine(HOUSE, pool), Identity(KeySet([key])), "test", routers=(ops,))
    claims = {"sub": "wang.fang", "roles": ["merchandiser"], "aud": AUDIENCE, "exp": 4_000_000_000}
    token = jwt.encode({"alg": "Ed25519"}, claims, key, algorithms=["Ed25519"])
    always = {"authorization": f"Bearer {token}", "content-type": "application/json"}
    async with httpx2.AsyncClient(transport=httpx2.ASGITransport(app), base_url="http://sales") as client:

        async def one(method: str, path: str, **request: Any) -> httpx2.Response:
            headers = {"idempotency-key": uuid4().hex, **always, **request.pop("headers", {})}
            return await client.request(method, path, headers=headers, **request)

        assert (await one("PUT", "/api/v1/customers/ALFKI", json=CUSTOMER)).status_code == 200
        assert (await one("PUT", "/api/v1/items/P-1", json={"name": "Chai"})).status_code == 200
        yield one
    await pool.close()


PLACES = ["/api/v1/orders", "/api/v1/customers/ALFKI", f"/api/v1/orders/{ORDER}/cancel"]
PATHS = [
    "/api/v1/nothing/here",
    "/api/v1/orders/5",
    "/api/v1/orders/%00",
    "/api/v1/orders/%ff%fe",
    "/api/v1/items/%00",
    "/api/v1/items/" + "x" * 5000,
    "/api/v1/orders?limit=1e999999",
    "/api/v1/orders?limit=99999999999999999999999",
    "/api/v1/orders?limit=" + "9" * 5000,
    "/api/v1/orders?after=5",
    "/api/v1/orders?after=%00",
    "/api/v1/orders?number=%00",
    "/api/v1/orders?state=%ff",
    "/api/v1/shipments?after=99999999999999999999",
]


@pytest.mark.parametrize("path", PATHS)
async def test_a_path_or_query_that_means_nothing_is_a_problem_of_the_caller(ask: Ask, path: str) -> None:
    is_a_problem_of_the_caller(await ask("GET", path))


BODIES = {
    "nothing": b"",
    "no JSON": b"{",
    "no UTF-8": b'{"customer": "\xff"}',
    "UTF-16": '{"customer": "A"}'.encode("utf-16"),
    "a list": b"[]",
    "null": b"null",
    "NaN": b'{"customer": NaN}',
    "a number of 5000 digits": b'{"customer": ' + b"9" * 5000 + b"}",
    "half a character": rb'{"customer": "\ud800", "customer_po": "\udfff"}',
    "deep": b'{"customer": ' + nested(DEEP) + b"}",
    "too deep": nested(100_000),
}


@pytest.mark.parametrize("path", PLACES)
@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES)
async def test_a_body_that_cannot_be_read_is_a_problem_of_the_caller(ask: Ask, path: str, body: bytes) -> None:
    method = "PUT" if "customers" in path else "POST"
    is_a_problem_of_the_caller(await ask(method, path, content=body))


async def test_a_body_that_is_too_large_is_refused(ask: Ask) -> None:
    answer = await ask("POST", "/api/v1/orders", content=b'{"customer": "' + b"x" * BODY_BYTES_MAX + b'"}')
    assert (answer.status_code, answer.headers["content-type"]) == (413, "application/problem+json")
    assert str(BODY_BYTES_MAX) in answer.json()["detail"]


NUL = {
    "lines.0.item": {"lines": [{"line": 1, "item": "P\0", "quantity": "1"}]},
    "deliver_to.city": {"deliver_to": {"street": "a", "city": "\0", "country": "DE"}},
    "customer_po": {"customer_po": "PO\0"},
}


@pytest.mark.parametrize(("field", "asked"), NUL.items(), ids=NUL)
async def test_text_with_a_nul_is_refused_by_the_name_of_its_field(ask: Ask, field: str, asked: dict[str, Any]) -> None:
    answer = await ask("POST", "/api/v1/orders", json=an_order(**asked))
    is_a_problem_of_the_caller(answer)
    assert [fault["field"] for fault in answer.json()["faults"]] == [field]


async def test_a_nul_in_a_query_is_refused_by_its_name(ask: Ask) -> None:
    answer = await ask("GET", "/api/v1/orders?number=%00")
    assert [fault["field"] for fault in answer.json()["faults"]] == ["number"]


async def test_the_six_characters_that_stand_for_a_nul_are_text_like_any_other(ask: Ask) -> None:
    answer = await ask("POST", "/api/v1/orders", json=an_order(customer_po=r"PO\u0000"))
    assert answer.status_code == 200


async def test_an_item_with_a_nul_sinks_no_other_of_its_batch(ask: Ask) -> None:
    items = [
        {"idempotency_key": "import-0001", **an_order(customer_po="\0")},
        {"idempotency_key": "import-0002", **an_order()},
    ]
    answers = (await ask("POST", "/api/v1/orders/batch", json={"items": items})).json()["answers"]
    assert [answer["status"] for answer in answers] == [422, 200]
    assert [fault["field"] for fault in answers[0]["problem"]["faults"]] == ["customer_po"]


ORDERS = {
    "a quantity of a million digits": {"quantity": "1E999999"},
    "an infinite quantity": {"quantity": "Infinity"},
    "a price of a million digits": {"unit_price": "1E999999"},
    "a price of minus a million digits": {"unit_price": "-1E999999"},
    "a price that is no number": {"unit_price": "sNaN"},
    "a quantity of a million digits behind the point": {"quantity": "1E-999999"},
    "a quantity beyond numeric": {"quantity": "1E140000"},
    "a line beyond bigint": {"line": 2**70},
    "terms of more days than there are": {"terms": {"days": 10**12}},
    "the year 10000": {"wanted": "10000-01-01"},
    "the year 0": {"wanted": "0000-01-01"},
    "the 30th of February": {"wanted": "2026-02-30"},
}


@pytest.mark.parametrize("asked", ORDERS.values(), ids=ORDERS)
async def test_a_number_or_date_that_cannot_be_is_a_problem_of_the_caller(ask: Ask, asked: dict[str, Any]) -> None:
    is_a_problem_of_the_caller(await ask("POST", "/api/v1/orders", json=an_order(**asked)))


def test_a_rule_names_the_day_or_number_that_came_as_it_is() -> None:
    faults = [{"field": "said_on", "expected": "later", "came": date(2026, 3, 2)}]
    answer = problem(InvalidInput([*faults, {"field": "price", "expected": "less", "came": Decimal("9.50")}]))
    assert [fault["came"] for fault in json.loads(bytes(answer.body))["faults"]] == ["2026-03-02", "9.50"]


@pytest.mark.parametrize("method", ["GET", "DELETE", "PATCH"])
async def test_a_method_that_a_route_does_not_know_is_a_problem_of_the_caller(ask: Ask, method: str) -> None:
    is_a_problem_of_the_caller(await ask(method, f"/api/v1/orders/{ORDER}/cancel"))


HEADERS = {
    "a short key": {"idempotency-key": "1"},
    "a long key": {"idempotency-key": "1" * 201},
    "a trace from nowhere": {"traceparent": "00-xyz"},
    "no JSON by its name": {"content-type": "text/plain"},
    "a token of nobody": {"authorization": "Bearer é.é.é"},
}


@pytest.mark.parametrize("headers", HEADERS.values(), ids=HEADERS)
async def test_a_header_that_means_nothing_is_a_problem_of_the_caller(ask: Ask, headers: dict[str, str]) -> None:
    answer = await ask("POST", f"/api/v1/orders/{ORDER}/cancel", content=b'{"reason": "x"}', headers=as_bytes(headers))
    is_a_problem_of_the_caller(answer)


def as_bytes(headers: dict[str, str]) -> dict[str, Any]:
    return {name: value.encode() for name, value in headers.items()}


def is_a_problem_of_the_caller(answer: httpx2.Response) -> None:
    assert 400 <= answer.status_code < 500, answer.text[:300]
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["status"] == answer.status_code


async def test_an_item_of_a_number_that_no_one_can_keep_sinks_no_other_of_its_batch(ask: Ask) -> None:
    items = [
        {"idempotency_key": "import-0001", **an_order(quantity="1E999999")},
        {"idempotency_key": "import-0002", **an_order(quantity="999999999")},
    ]
    answers = (await ask("POST", "/api/v1/orders/batch", json={"items": items})).json()["answers"]
    assert [answer["status"] for answer in answers] == [422, 200]
    assert [fault["field"] for fault in answers[0]["problem"]["faults"]] == ["lines.0.quantity"]
