"""Operations over HTTP: who may, a dry run first, the same request twice (ALL-3)."""

from pathlib import Path
from typing import Any

import asyncpg
import httpx2
import pytest

from chassis.http.identity import Identity
from chassis.http.web import create_app
from chassis.ids import new_id
from chassis.operations.api import router
from chassis.transaction.engine import Engine
from gendan.identity import Signer, signer
from tests.chassis import house
from tests.chassis.streams import let_go_on, slips, stands_still, waiting
from tests.needs import needs


@pytest.fixture
def keys(tmp_path: Path) -> Signer:
    return signer(tmp_path)


@pytest.fixture
async def http(engine: Engine, keys: Signer) -> httpx2.AsyncClient:
    app = create_app(engine, Identity.from_file(keys.jwks_file), "test")
    app.include_router(router)
    return httpx2.AsyncClient(transport=httpx2.ASGITransport(app), base_url="http://warehouse")


@pytest.fixture
def administrator(keys: Signer) -> dict[str, str]:
    return {"Authorization": f"Bearer {keys.token('wang.fang', ['administrator'])}", "Idempotency-Key": "retry-0001"}


def asks(reason: str = "the slip is mended", dry_run: bool = False, **which: Any) -> dict[str, Any]:
    return {"which": which, "reason": reason, "dry_run": dry_run}


@needs("ALL-3")
@pytest.mark.parametrize("path", ["parked/retry", "parked/discard", "parked/skip", "parked/replay", "parked/preview"])
async def test_only_an_administrator_touches_what_is_parked(http: httpx2.AsyncClient, keys: Signer, path: str) -> None:
    headers = {"Authorization": f"Bearer {keys.token('li.na', ['storekeeper'])}", "Idempotency-Key": "retry-0001"}
    assert (await http.post(f"/ops/{path}", json=asks(everything=True), headers=headers)).status_code == 403
    assert (await http.get("/ops/parked", headers=headers)).status_code == 403
    assert (await http.get("/ops/operations", headers=headers)).status_code == 403


async def test_what_is_parked_is_told_in_groups_of_one_cause(
    http: httpx2.AsyncClient, administrator: dict[str, str], engine: Engine
) -> None:
    for _ in range(3):
        await stands_still(engine)
    groups = (await http.get("/ops/parked", headers=administrator)).json()["groups"]
    assert [(group["why"], group["kind"], group["topic"], group["count"]) for group in groups] == [
        ("behind", "", "order.released", 6),
        ("dead", "handler", "order.released", 3),
    ]
    assert groups[1]["sample_reason"] == "its handler failed (ValueError: a bad slip)"
    assert len(groups[1]["fingerprint"]) == 12


async def test_an_operation_is_a_dry_run_unless_it_says_otherwise(
    http: httpx2.AsyncClient, administrator: dict[str, str], engine: Engine, pool: asyncpg.Pool
) -> None:
    first, *_ = await stands_still(engine)
    body = {"which": {"message_ids": [str(first.id)]}, "reason": "not needed"}
    answer = (await http.post("/ops/parked/discard", json=body, headers=administrator)).json()
    assert answer["dry_run"] is True
    assert answer["messages"][0]["outcome"] == "would be discarded"
    assert await waiting(pool) == ["dead", "behind", "behind"]


async def test_the_same_request_again_gets_the_same_answer(
    http: httpx2.AsyncClient,
    administrator: dict[str, str],
    engine: Engine,
    pool: asyncpg.Pool,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    await stands_still(engine, order := new_id())
    monkeypatch.setattr(house, "BAD", set())
    asked = asks(order_id=str(order))
    first, second = [await http.post("/ops/parked/retry", json=asked, headers=administrator) for _ in range(2)]
    assert first.json() == second.json()
    assert first.json()["counts"] == {"handled": 3}
    assert not first.json()["more"]
    await let_go_on(engine)
    assert await slips(pool, order) == ["BAD", "second", "third"]
    record = (await http.get("/ops/operations", headers=administrator)).json()["items"]
    assert [(row["who"], row["what"], row["outcome"]) for row in record] == [("wang.fang", "retry", "handled")] * 3


@pytest.mark.parametrize(
    "asked",
    [
        asks(reason="why", everything=True),
        asks(),
        asks(key="bolt"),
        asks(order="misspelt"),
        {"which": {"everything": True}},
    ],
)
async def test_a_request_without_a_selection_or_a_reason_is_refused(
    http: httpx2.AsyncClient, administrator: dict[str, str], asked: dict[str, Any]
) -> None:
    answer = await http.post("/ops/parked/retry", json=asked, headers=administrator)
    assert (answer.status_code, answer.json()["type"]) == (422, "/problems/invalid-input")


async def test_a_key_used_for_another_operation_is_refused(
    http: httpx2.AsyncClient, administrator: dict[str, str], engine: Engine
) -> None:
    await stands_still(engine, order := new_id())
    await http.post("/ops/parked/retry", json=asks(order_id=str(order)), headers=administrator)
    answer = await http.post("/ops/parked/discard", json=asks(order_id=str(order)), headers=administrator)
    assert answer.json()["type"] == "/problems/key-used-for-another-body"


async def test_a_preview_over_http_tells_what_would_change(
    http: httpx2.AsyncClient, administrator: dict[str, str], engine: Engine
) -> None:
    first, second, _ = await stands_still(engine)
    body = {"message_ids": [str(first.id), str(second.id)]}
    seen = (await http.post("/ops/parked/preview", json=body, headers=administrator)).json()["previews"]
    assert seen[0]["failure"] == "its handler failed (ValueError: a bad slip)"
    assert seen[1]["rows"] == [{"table": "effect", "inserted": 1, "updated": 0, "deleted": 0}]
