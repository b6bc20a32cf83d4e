"""`gendan replay`: told first, done once, the same when it is killed half-way (F33)."""

from pathlib import Path
from typing import Any

import asyncpg
import httpx2
import pytest

from chassis.http.identity import Identity
from chassis.http.web import create_app
from chassis.ids import new_id
from chassis.operations import operation_log
from chassis.operations.api import router
from chassis.transaction.engine import Engine
from gendan.identity import signer
from gendan.replay import Ask, Replayed, lines, replay
from tests.chassis import house
from tests.chassis.house import released
from tests.chassis.records import message_of
from tests.chassis.streams import RELEASED, die, killed_at, slips, stands_still, waiting

URLS = {"warehouse": "http://warehouse"}
REASON = "the slip is mended"


class Company:
    """The test house over HTTP, and an administrator's token."""

    def __init__(self, engine: Engine, data: Path) -> None:
        keys = signer(data)
        self.app = create_app(engine, Identity.from_file(keys.jwks_file), "test")
        self.app.include_router(router)
        self.token = keys.token("wang.fang", ["administrator"])

    async def replays(self, ask: Ask) -> Replayed:
        (answer,) = await replay(URLS, self.token, ask, httpx2.ASGITransport(self.app))
        return answer


@pytest.fixture
def company(engine: Engine, tmp_path: Path) -> Company:
    return Company(engine, tmp_path)


@pytest.fixture
def bad(monkeypatch: pytest.MonkeyPatch) -> set[str]:
    monkeypatch.setattr(house, "BAD", {"BAD"})
    return house.BAD


async def test_a_replay_without_a_reason_only_tells(company: Company, engine: Engine, pool: asyncpg.Pool) -> None:
    await stands_still(engine, order := new_id())
    told = await company.replays(Ask({"order_id": str(order)}))
    assert [message["outcome"] for message in told.messages] == ["would be tried"] * 3
    assert await waiting(pool) == ["dead", "behind", "behind"]
    assert await pool.fetchval("SELECT count(*) FROM operations") == 0


async def test_a_preview_tells_what_each_message_would_change(company: Company, engine: Engine) -> None:
    await stands_still(engine, order := new_id())
    shown = text(await company.replays(Ask({"order_id": str(order)}, preview=True)))
    assert "would fail: its handler failed (ValueError: a bad slip)" in shown
    assert "says goods.packed of" in shown
    assert "effect +1 ~0 -0" in shown


def text(*replayed: Replayed) -> str:
    return "\n".join(lines(replayed))


async def test_a_replay_of_more_than_one_page_does_each_message_once(
    company: Company, engine: Engine, pool: asyncpg.Pool, bad: set[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("chassis.operations.selection.PAGE_ROWS", 3)
    orders = [new_id() for _ in range(8)]
    await die(engine, [message_of(released(order, "BAD")) for order in orders])
    bad.clear()
    done = await company.replays(Ask({"topic": RELEASED}, REASON))
    assert [message["outcome"] for message in done.messages] == ["handled"] * 8
    assert [await slips(pool, order) for order in orders] == [["BAD"]] * 8
    assert await pool.fetchval("SELECT string_agg(DISTINCT what, ',') FROM operations") == "replay"


@pytest.mark.parametrize("nth", [1, 3])
async def test_a_replay_killed_half_way_and_run_again_ends_the_same(
    company: Company, engine: Engine, pool: asyncpg.Pool, bad: set[str], nth: int
) -> None:
    orders = [new_id() for _ in range(4)]
    await die(engine, [message_of(released(order, "BAD")) for order in orders])
    bad.clear()
    ask = Ask({"topic": RELEASED}, REASON)
    with killed_at(operation_log, "write", nth):
        await company.replays(ask)
    done = await company.replays(ask)
    assert [message["outcome"] for message in done.messages] == ["handled"] * (5 - nth)
    assert [await slips(pool, order) for order in orders] == [["BAD"]] * 4
    assert await waiting(pool) == []
    runs = await pool.fetchval("SELECT count(DISTINCT operation_id) FROM operations")
    assert runs == (1 if nth == 1 else 2), "the record shows both runs"


async def test_a_department_that_refuses_is_told_by_name(company: Company) -> None:
    company.token = "none"
    answer = await company.replays(Ask({"topic": RELEASED}, REASON))
    assert answer.fault.startswith("HTTP 401")
    assert "no answer" in text(answer)


async def test_a_department_that_is_away_is_told_by_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gendan.replay.FIRST_DELAY_S", 0.0)

    def away(_: httpx2.Request) -> Any:
        raise httpx2.ConnectError("refused")

    (answer,) = await replay(URLS, "token", Ask({"everything": True}), httpx2.MockTransport(away))
    assert answer.fault == "ConnectError"
