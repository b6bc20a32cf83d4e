"""The HTTP engine: who may ask, the same request twice, problems with every fault at once (ALL-3, SAL-2)."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated, Any

import asyncpg
import httpx2
import pytest
from fastapi import APIRouter, Depends, Response
from pydantic import BaseModel

from chassis.handling import Answer, Db
from chassis.http.identity import Identity, Person, allow
from chassis.http.web import Ask, create_app
from chassis.ids import new_id
from chassis.operations.orders import router as ops
from chassis.refusal import Refusal
from chassis.transaction.engine import Engine
from contracts.warehouse import StockUnreserved
from gendan.identity import Signer, signer
from tests.chassis.house import HOUSE
from tests.needs import needs

router = APIRouter(prefix="/api/v1")


class ShelfIsLocked(Refusal):
    """Shelf {shelf} is locked."""


class AskCount(BaseModel):
    shelf: str
    pieces: int


@dataclass(frozen=True)
class Count:
    shelf: str
    pieces: int


class Counted(BaseModel):
    shelf: str
    effects: int


async def count(db: Db, commands: Sequence[Count]) -> list[Answer | Refusal]:
    answers: list[Answer | Refusal] = []
    for command in commands:
        if command.shelf == "locked":
            answers.append(ShelfIsLocked(shelf=command.shelf))
            continue
        order = new_id()
        await db.execute("INSERT INTO effect (order_id, what) VALUES ($1, 'count')", order)
        effects = await db.fetchval("SELECT count(*) FROM effect")
        unreserved = StockUnreserved(order_id=order, order_version=1, shipment_id=None, lines=())
        answers.append(Answer(Counted(shelf=command.shelf, effects=effects), (unreserved,)))
    return answers


@router.post("/shelves/count", response_model=Counted)
async def count_shelf(asked: AskCount, ask: Ask, by: Annotated[Person, Depends(allow("storekeeper"))]) -> Response:
    return await ask(count, Count(asked.shelf, asked.pieces), key=asked.shelf, by=by)


@pytest.fixture
def keys(tmp_path: Path) -> Signer:
    return signer(tmp_path)


@pytest.fixture
async def http(pool: asyncpg.Pool, keys: Signer) -> httpx2.AsyncClient:
    app = create_app(Engine(replace(HOUSE, routers=(router, ops)), pool), Identity.from_file(keys.jwks_file), "test")
    return httpx2.AsyncClient(transport=httpx2.ASGITransport(app), base_url="http://warehouse")


@pytest.fixture
def storekeeper(keys: Signer) -> dict[str, str]:
    return {"Authorization": f"Bearer {keys.token('li.na', ['storekeeper'])}", "Idempotency-Key": "count-0001"}


ASKED = {"shelf": "A1", "pieces": 3}
URL = "/api/v1/shelves/count"


@needs("ALL-3")
async def test_nobody_does_anything_without_a_token(http: httpx2.AsyncClient) -> None:
    answer = await http.post(URL, json=ASKED, headers={"Idempotency-Key": "count-0001"})
    assert (answer.status_code, answer.json()["type"]) == (401, "/problems/not-signed-in")
    assert answer.headers["content-type"] == "application/problem+json"


@needs("ALL-3")
async def test_a_role_of_another_department_is_not_enough(http: httpx2.AsyncClient, keys: Signer) -> None:
    headers = {"Authorization": f"Bearer {keys.token('wang.fang', ['buyer'])}", "Idempotency-Key": "count-0001"}
    answer = await http.post(URL, json=ASKED, headers=headers)
    assert (answer.status_code, answer.json()["roles"]) == (403, "storekeeper")


@needs("ALL-3")
async def test_a_token_of_another_key_is_refused(http: httpx2.AsyncClient, tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    token = signer(tmp_path / "other").token("li.na", ["storekeeper"])
    answer = await http.post(URL, json=ASKED, headers={"Authorization": f"Bearer {token}"})
    assert answer.status_code == 401


async def test_the_same_request_again_gets_the_same_answer_and_no_second_effect(
    http: httpx2.AsyncClient, storekeeper: dict[str, str], pool: asyncpg.Pool
) -> None:
    first, second = [await http.post(URL, json=ASKED, headers=storekeeper) for _ in range(2)]
    assert first.json() == second.json() == {"shelf": "A1", "effects": 1}
    assert await pool.fetchval("SELECT count(*) FROM outbox") == 1


async def test_requests_sent_side_by_side_with_one_key_have_one_effect(
    http: httpx2.AsyncClient, storekeeper: dict[str, str], pool: asyncpg.Pool
) -> None:
    answers = await asyncio.gather(*(http.post(URL, json=ASKED, headers=storekeeper) for _ in range(8)))
    assert {answer.text for answer in answers} == {'{"shelf":"A1","effects":1}'}
    assert await pool.fetchval("SELECT count(*) FROM effect") == 1


async def test_of_different_requests_sent_side_by_side_with_one_key_one_is_done(
    http: httpx2.AsyncClient, storekeeper: dict[str, str], pool: asyncpg.Pool
) -> None:
    """Each shelf has its own lock, so that only the answer's key tells them apart."""
    bodies = [{**ASKED, "shelf": f"A{number}"} for number in range(4)]
    answers = await asyncio.gather(*(http.post(URL, json=body, headers=storekeeper) for body in bodies))
    assert sorted(answer.status_code for answer in answers) == [200, 422, 422, 422]
    assert await pool.fetchval("SELECT count(*) FROM effect") == 1


@needs("ALL-4")
async def test_requests_that_are_done_together_are_on_record_each_in_its_own_trace(
    http: httpx2.AsyncClient, storekeeper: dict[str, str], pool: asyncpg.Pool
) -> None:
    traces = [f"{number:032x}" for number in (1, 2, 3)]
    asked = [
        http.post(
            URL,
            json={**ASKED, "shelf": trace},
            headers=storekeeper | {"Idempotency-Key": trace, "traceparent": f"00-{trace}-00f067aa0ba902b7-01"},
        )
        for trace in traces
    ]
    assert {answer.status_code for answer in await asyncio.gather(*asked)} == {200}
    facts = await pool.fetch("SELECT kind, traceparent FROM fact ORDER BY kind, traceparent")
    assert [(fact["kind"], fact["traceparent"].split("-")[1]) for fact in facts] == [
        (kind, trace) for kind in ("asked", "said") for trace in traces
    ]
    assert await pool.fetchval("SELECT count(DISTINCT recorded_at) FROM fact") == 1, "in one transaction"


async def test_another_body_under_a_used_key_is_refused(http: httpx2.AsyncClient, storekeeper: dict[str, str]) -> None:
    await http.post(URL, json=ASKED, headers=storekeeper)
    answer = await http.post(URL, json={**ASKED, "pieces": 4}, headers=storekeeper)
    assert (answer.status_code, answer.json()["type"]) == (422, "/problems/key-used-for-another-body")


async def test_a_command_without_an_idempotency_key_is_refused_by_name(
    http: httpx2.AsyncClient, storekeeper: dict[str, str]
) -> None:
    del storekeeper["Idempotency-Key"]
    answer = await http.post(URL, json=ASKED, headers=storekeeper)
    assert answer.json()["faults"] == [
        {"field": "idempotency-key", "expected": "Field required", "came": "nothing", "in": "header"}
    ]


async def test_every_fault_of_a_request_is_told_at_once(
    http: httpx2.AsyncClient, storekeeper: dict[str, str], pool: asyncpg.Pool
) -> None:
    answer = await http.post(URL, json={"pieces": "three"}, headers=storekeeper)
    assert answer.status_code == 422
    assert [fault["field"] for fault in answer.json()["faults"]] == ["shelf", "pieces"]
    assert answer.json()["faults"][1]["came"] == "'three'"
    assert await pool.fetchval("SELECT count(*) FROM effect") == 0


async def test_a_refusal_is_a_problem_and_stores_nothing(
    http: httpx2.AsyncClient, storekeeper: dict[str, str], pool: asyncpg.Pool
) -> None:
    answer = await http.post(URL, json={"shelf": "locked", "pieces": 1}, headers=storekeeper)
    assert answer.status_code == 409
    assert answer.json() == {
        "type": "/problems/shelf-is-locked",
        "title": "shelf is locked",
        "status": 409,
        "detail": "Shelf locked is locked.",
        "shelf": "locked",
    }
    assert await pool.fetchval("SELECT count(*) FROM answer") == 0


@pytest.fixture
def merchandiser(keys: Signer) -> dict[str, str]:
    return {"Authorization": f"Bearer {keys.token('zhao.min', ['merchandiser'])}"}


@needs("ALL-4")
async def test_what_was_asked_and_said_about_an_order_can_be_read_there(
    http: httpx2.AsyncClient, storekeeper: dict[str, str], merchandiser: dict[str, str], pool: asyncpg.Pool
) -> None:
    await http.post(URL, json=ASKED, headers=storekeeper)
    order = await pool.fetchval("SELECT order_id FROM effect")
    told: dict[str, Any] = (await http.get(f"/ops/orders/{order}", headers=merchandiser)).json()
    assert [(fact["kind"], fact["topic"], fact["note"]) for fact in told["facts"]] == [
        ("asked", "POST /api/v1/shelves/count", "li.na"),
        ("said", "stock.unreserved", None),
    ]


async def test_probes_need_no_token(http: httpx2.AsyncClient) -> None:
    answers = [await http.get(path) for path in ("/livez", "/readyz", "/startupz", "/metrics", "/version")]
    assert [answer.status_code for answer in answers] == [200] * 5
