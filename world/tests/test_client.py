"""How the outside calls."""

from collections.abc import Iterator
from typing import Any

import httpx2
import pytest

from world import client
from world.client import Api
from world.tests.counters import Counters, Nobodys


@pytest.fixture
def hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(client, "FIRST_DELAY_S", 0.0)


def answering(answers: Iterator[httpx2.Response | Exception]) -> Api:
    def answer(_: httpx2.Request) -> httpx2.Response:
        one = next(answers)
        if isinstance(one, Exception):
            raise one
        return one

    return Api({"sales": "http://sales"}, Nobodys(), transport=httpx2.MockTransport(answer))


@pytest.mark.usefixtures("hurried")
async def test_a_department_that_is_away_or_still_at_it_is_asked_again() -> None:
    running = httpx2.Response(409, json={"type": "/problems/still-running"})
    answers: list[httpx2.Response | Exception] = [
        httpx2.ConnectError("refused"),
        httpx2.Response(503),
        running,
        httpx2.Response(200, json={"ok": 1}),
    ]
    async with answering(iter(answers)) as api:
        answer = await api.acting_as("x", "buyer").post("sales", "/orders", {}, key="12345678")
    assert (answer.ok, answer.body) == (True, {"ok": 1})


async def test_a_refusal_is_an_answer_and_not_asked_again() -> None:
    async with answering(iter([httpx2.Response(409, json={"type": "/problems/order-is-over"})])) as api:
        answer = await api.acting_as("x", "buyer").post("sales", "/orders", {}, key="12345678")
    assert (answer.ok, answer.problem) == (False, "order-is-over")


@pytest.mark.usefixtures("hurried")
async def test_a_department_that_stays_away_is_an_answer_too() -> None:
    async with answering(iter([httpx2.ConnectError("refused")] * client.TRIES_MAX)) as api:
        answer = await api.acting_as("x", "buyer").get("sales", "/orders")
    assert (answer.status, answer.problem) == (503, "unreachable")


async def test_a_token_that_is_not_taken_any_more_is_replaced_once() -> None:
    answers: list[httpx2.Response | Exception] = [
        httpx2.Response(200, json={}),
        httpx2.Response(401),
        httpx2.Response(200, json={}),
    ]
    async with answering(iter(answers)) as api:
        who = api.acting_as("x", "buyer")
        assert [(await who.get("sales", "/orders")).status for _ in range(2)] == [200, 200]


async def test_a_list_is_read_page_by_page() -> None:
    pages: list[dict[str, Any]] = [{"items": [{"n": 1}], "next": "a"}, {"items": [{"n": 2}], "next": None}]
    async with answering(iter([httpx2.Response(200, json=page) for page in pages])) as api:
        assert await api.acting_as("x", "buyer").listed("sales", "/orders") == [{"n": 1}, {"n": 2}]


async def test_a_batch_is_split_and_answered_in_order() -> None:
    counters = Counters(lambda _path, body: (200, body) if body["n"] % 2 else (409, {"type": "/problems/even"}))
    async with counters.api() as api:
        items = [(f"key-{n:05d}", {"n": n}) for n in range(501)]
        answers = await api.acting_as("x", "bank").batch("finance", "/bank-statements/batch", items)
    assert [answer.problem or answer.body["n"] for answer in answers[:3] + answers[-1:]] == ["even", 1, "even", "even"]
    assert counters.keys == [key for key, _ in items]


async def test_an_empty_batch_is_no_call() -> None:
    counters = Counters()
    async with counters.api() as api:
        assert await api.acting_as("x", "bank").batch("finance", "/bank-statements/batch", []) == []
    assert counters.asked == []
