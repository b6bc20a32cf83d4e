"""Departments are asked side by side; whoever does not answer well is silent, and is told so."""

from collections.abc import Callable
from typing import Any

import httpx2
import pytest

from gendan.why.ask import ask, company_at
from whereabouts.asking import ask_what_is_overdue, ask_what_waits
from whereabouts.picture import Picture, Silent
from whereabouts.tests.pictures import ORDER, PLACED, Company

URLS = {"sales": "http://sales", "finance": "http://finance"}
NOTIFY = {"notify": "http://notify"}
Answer = Callable[[httpx2.Request], httpx2.Response]


@pytest.fixture
def web(monkeypatch: pytest.MonkeyPatch) -> Callable[[Answer], list[httpx2.Request]]:
    """Puts an answer in the place of the network; gives what was asked."""
    real, asked = httpx2.AsyncClient, list[httpx2.Request]()

    def answered_by(answer: Answer) -> list[httpx2.Request]:
        def noted(request: httpx2.Request) -> httpx2.Response:
            asked.append(request)
            return answer(request)

        def client(**options: Any) -> httpx2.AsyncClient:
            return real(**options, transport=httpx2.MockTransport(noted))

        monkeypatch.setattr(httpx2, "AsyncClient", client)
        return asked

    return answered_by


def picture(request: httpx2.Request, **changes: Any) -> httpx2.Response:
    told = Company().pictures[request.url.host].model_copy(update=changes)
    return httpx2.Response(200, json=told.model_dump(mode="json"))


async def test_each_department_is_asked_with_the_token(web: Callable[[Answer], list[httpx2.Request]]) -> None:
    asked = web(picture)
    answers = await ask(URLS, "secret", str(ORDER))
    assert [answer.service for answer in answers] == ["sales", "finance"]
    assert {str(request.url) for request in asked} == {f"{url}/ops/orders/{ORDER}" for url in URLS.values()}
    assert {request.headers["Authorization"] for request in asked} == {"Bearer secret"}


async def test_who_does_not_know_the_name_is_asked_again_by_the_id(
    web: Callable[[Answer], list[httpx2.Request]],
) -> None:
    def answer(request: httpx2.Request) -> httpx2.Response:
        stranger = request.url.host == "finance" and not request.url.path.endswith(str(ORDER))
        return picture(request, orders=()) if stranger else picture(request)

    asked = web(answer)
    answers = await ask(URLS, "secret", "SO-1")
    assert [answer.orders for answer in answers if isinstance(answer, Picture)] == [(ORDER,), (ORDER,)]
    assert [str(request.url) for request in asked[2:]] == [f"http://finance/ops/orders/{ORDER}"]


async def test_who_knows_two_orders_by_the_name_is_asked_for_the_same_one(
    web: Callable[[Answer], list[httpx2.Request]],
) -> None:
    web(
        lambda r: (
            picture(r) if r.url.host == "sales" or str(ORDER) in r.url.path else picture(r, orders=(PLACED, ORDER))
        )
    )
    answers = await ask(URLS, "secret", "PO-1")
    assert [answer.orders for answer in answers if isinstance(answer, Picture)] == [(ORDER,), (ORDER,)]


async def test_by_an_events_id_all_are_asked_for_the_order_that_its_speaker_knows(
    web: Callable[[Answer], list[httpx2.Request]],
) -> None:
    web(lambda r: picture(r) if r.url.host == "finance" or str(ORDER) in r.url.path else picture(r, orders=(PLACED,)))
    answers = await ask(URLS, "secret", str(PLACED))
    assert [answer.orders for answer in answers if isinstance(answer, Picture)] == [(ORDER,), (ORDER,)]


async def test_a_customers_number_may_hold_any_sign(web: Callable[[Answer], list[httpx2.Request]]) -> None:
    asked = web(picture)
    await ask(URLS, "secret", "PO #7?a")
    assert asked[0].url.path == "/ops/orders/PO #7?a"


async def test_a_number_in_small_letters_is_asked_for_in_capitals_when_nobody_knows_it(
    web: Callable[[Answer], list[httpx2.Request]],
) -> None:
    asked = web(lambda r: picture(r) if r.url.path.endswith(("/SO-1", str(ORDER))) else picture(r, orders=()))
    answers = await ask(URLS, "secret", "so-1")
    assert [answer.orders for answer in answers if isinstance(answer, Picture)] == [(ORDER,), (ORDER,)]
    assert [request.url.path.rpartition("/")[2] for request in asked] == ["so-1", "so-1", "SO-1", "SO-1"]


async def test_a_number_in_small_letters_that_somebody_knows_is_not_asked_for_in_capitals(
    web: Callable[[Answer], list[httpx2.Request]],
) -> None:
    asked = web(picture)
    await ask(URLS, "secret", "po-7")
    assert {request.url.path for request in asked} == {"/ops/orders/po-7"}


@pytest.mark.parametrize("name", [".", "..", "../stuck", "a/../b"])
async def test_a_name_of_dots_stays_in_its_place(web: Callable[[Answer], list[httpx2.Request]], name: str) -> None:
    asked = web(picture)
    await ask(URLS, "secret", name)
    assert asked[0].url.path == f"/ops/orders/{name}"
    assert b"." not in asked[0].url.raw_path


async def test_a_name_that_nobody_knows_is_asked_once(web: Callable[[Answer], list[httpx2.Request]]) -> None:
    asked = web(lambda request: picture(request, orders=()))
    await ask(URLS, "secret", "SO-1")
    assert len(asked) == 2


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (httpx2.Response(503), "HTTP 503"),
        (httpx2.Response(200, json={"service": "sales"}), "its answer is not understood: 3 faults"),
        (httpx2.Response(200, text="<html>"), "its answer is not JSON"),
        (httpx2.ConnectError("refused"), "ConnectError"),
        (httpx2.ReadTimeout("slow"), "ReadTimeout"),
    ],
)
async def test_who_does_not_answer_well_is_silent_and_the_others_are_heard(
    web: Callable[[Answer], list[httpx2.Request]], answer: httpx2.Response | Exception, reason: str
) -> None:
    def one_fails(request: httpx2.Request) -> httpx2.Response:
        if request.url.host == "finance":
            return picture(request)
        if isinstance(answer, Exception):
            raise answer
        return answer

    web(one_fails)
    sales, finance = await ask(URLS, "secret", str(ORDER))
    assert sales == Silent("sales", reason)
    assert isinstance(finance, Picture)


async def test_what_waits_is_asked_of_all(web: Callable[[Answer], list[httpx2.Request]]) -> None:
    web(lambda r: httpx2.Response(200, json={"groups": []}) if r.url.host == "sales" else httpx2.Response(401))
    async with company_at(URLS, "secret") as company:
        told = await ask_what_waits(company)
    assert told == {"sales": {"groups": []}, "finance": Silent("finance", "HTTP 401")}


async def test_what_is_overdue_is_asked_of_notify_page_by_page_with_the_same_token(
    web: Callable[[Answer], list[httpx2.Request]],
) -> None:
    pages = {"": {"items": [{"id": "a"}], "next": "2026-03-02T09:00:00+00:00_a"}}
    last = {"items": [{"id": "b"}], "next": None}
    asked = web(lambda r: httpx2.Response(200, json=pages.get(r.url.params.get("after", ""), last)))
    async with company_at(NOTIFY, "secret") as company:
        assert await ask_what_is_overdue(company) == ([{"id": "a"}, {"id": "b"}], "")
    assert [request.url.params["overdue"] for request in asked] == ["true", "true"]
    assert asked[1].url.params["after"] == "2026-03-02T09:00:00+00:00_a"
    assert {request.headers["Authorization"] for request in asked} == {"Bearer secret"}


async def test_a_notify_that_refuses_to_tell_what_is_overdue_is_silent(
    web: Callable[[Answer], list[httpx2.Request]],
) -> None:
    asked = web(lambda _: httpx2.Response(403))
    told = "what is overdue is not known: HTTP 403 from notify"
    async with company_at(NOTIFY, "secret") as company:
        assert await ask_what_is_overdue(company) == ([], told)
    assert len(asked) == 1
