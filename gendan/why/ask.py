"""Ask every department side by side; who does not answer in time is silent, and is told so."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import quote
from uuid import UUID

import httpx2
from pydantic import ValidationError

from contracts.sentences import language
from contracts.texts import Text, said
from gendan.why.picture import Picture, Silent, Wait
from gendan.why.words import whom

LIMIT_S = 3.0
"""A department gives its own database half of that."""
PAGE_ROWS = 500
PAGES_MAX = 10
IDS_PAGE, IDS_MAX = 200, 1_000


async def ask(urls: Mapping[str, str], token: str, name: str) -> list[Picture | Silent]:
    """Each department's picture of the order by this name: its id, or a number of its papers.

    Who does not know the name, or knows another order by it, is asked again by the order's id. Where nobody knows it,
    all are asked for it in capitals, as our own numbers are written. Three seconds at most for each round.
    """
    async with httpx2.AsyncClient(timeout=LIMIT_S, trust_env=False, headers=_signed(token)) as http:
        answers = await _ask_all(http, urls, name)
        if not _is_known(answers) and name != name.upper():
            in_capitals = await _ask_all(http, urls, name.upper())
            answers = in_capitals if _is_known(in_capitals) else answers
        order_id = order_of(answers)
        if order_id is None or str(order_id) == name:
            return answers
        strangers = {
            a.service: urls[a.service] for a in answers if isinstance(a, Picture) and a.orders[:1] != (order_id,)
        }
        again = {a.service: a for a in await _ask_all(http, strangers, str(order_id))}
        return [again.get(answer.service, answer) for answer in answers]


async def ask_what_waits(urls: Mapping[str, str], token: str) -> dict[str, dict[str, Any] | Silent]:
    """Each department's `/ops/stuck`."""
    async with httpx2.AsyncClient(timeout=LIMIT_S, trust_env=False, headers=_signed(token)) as http:
        answers = await asyncio.gather(*(_get(http, name, f"{url}/ops/stuck") for name, url in urls.items()))
    return dict(zip(urls, answers, strict=True))


async def ask_page(notify: str, token: str, order_id: UUID) -> dict[str, Any] | Silent:
    """Notify's page of an order: what each event about it said, without personal and cost data."""
    async with httpx2.AsyncClient(timeout=LIMIT_S, trust_env=False, headers=_signed(token)) as http:
        return await _get(http, "notify", f"{notify}/api/v1/orders/{order_id}")


async def ask_numbers(urls: Mapping[str, str], token: str, ids: Sequence[str]) -> dict[str, dict[str, str]]:
    """By department, the numbers that it gave to these; who does not answer leaves them nameless."""
    found = await _ask_about(urls, token, "called", ids)
    return {
        name: {id_: text for told in answers for id_, text in told["numbers"].items()}
        for name, answers in found.items()
    }


async def ask_waits(urls: Mapping[str, str], token: str, orders: Sequence[str]) -> dict[str, tuple[Wait, ...]]:
    """For whom each of these orders waits, as sales sees it."""
    found = await _ask_about({"sales": urls["sales"]}, token, "waits", orders)
    told = {order: waits for answer in found["sales"] for order, waits in answer["waits"].items()}
    return {order: tuple(map(Wait.model_validate, waits)) for order, waits in told.items()}


async def _ask_about(
    urls: Mapping[str, str], token: str, what: str, ids: Sequence[str]
) -> dict[str, list[dict[str, Any]]]:
    """All that are asked, a page of ids at a time; at most ``IDS_MAX``."""
    pages = [ids[at : at + IDS_PAGE] for at in range(0, min(len(ids), IDS_MAX), IDS_PAGE)]
    queries = ["&".join(f"id={one}" for one in page) for page in pages]
    async with httpx2.AsyncClient(timeout=LIMIT_S, trust_env=False, headers=_signed(token)) as http:
        asked = {
            name: [_get(http, name, f"{url}/ops/{what}?{query}") for query in queries] for name, url in urls.items()
        }
        found = {name: await asyncio.gather(*each) for name, each in asked.items()}
    return {name: [a for a in answers if not isinstance(a, Silent)] for name, answers in found.items()}


async def ask_what_is_overdue(notify: str, token: str) -> tuple[list[dict[str, Any]], str]:
    """The promises past their time, the longest overdue first, and what of them is not known."""
    found: list[dict[str, Any]] = []
    after = ""
    async with httpx2.AsyncClient(timeout=LIMIT_S, trust_env=False, headers=_signed(token)) as http:
        for _ in range(PAGES_MAX):
            page = await _get(http, "notify", f"{notify}/api/v1/promises?overdue=true&limit={PAGE_ROWS}{after}")
            if isinstance(page, Silent):
                return found, said(_not_known(found, page))
            found += page["items"]
            if page["next"] is None:
                return found, ""
            after = f"&after={quote(page['next'], safe='')}"
    return found, said(Text("what is overdue is not known in full: it is more than {count} promises", count=len(found)))


def _not_known(found: Sequence[object], page: Silent) -> Text:
    told = {"reason": page.reason, "where": whom(page.service)}
    if found:
        return Text("what is overdue is not known in full: {reason} from {where}", **told)
    return Text("what is overdue is not known: {reason} from {where}", **told)


def _signed(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}", "Accept-Language": language()}


async def _ask_all(http: httpx2.AsyncClient, urls: Mapping[str, str], name: str) -> list[Picture | Silent]:
    return await asyncio.gather(*(_ask(http, service, url, name) for service, url in urls.items()))


async def _ask(http: httpx2.AsyncClient, service: str, url: str, name: str) -> Picture | Silent:
    # a dot too: ".." would leave the path
    answer = await _get(http, service, f"{url}/ops/orders/{quote(name, safe='').replace('.', '%2E')}")
    if isinstance(answer, Silent):
        return answer
    try:
        return Picture.model_validate(answer)
    except ValidationError as fault:
        return Silent(service, said(Text("its answer is not understood: {count} faults", count=fault.error_count())))


async def _get(http: httpx2.AsyncClient, service: str, url: str) -> dict[str, Any] | Silent:
    try:
        async with asyncio.timeout(LIMIT_S):
            response = await http.get(url)
    except (httpx2.TransportError, TimeoutError) as fault:
        return Silent(service, type(fault).__name__)
    if response.status_code != 200:
        return Silent(service, f"HTTP {response.status_code}")
    try:
        found: dict[str, Any] = response.json()
    except ValueError:
        return Silent(service, said(Text("its answer is not JSON")))
    return found


def _is_known(answers: Sequence[Picture | Silent]) -> bool:
    """Whether anybody knows an order, a paper or a message by the name."""
    return any(isinstance(a, Picture) and (a.orders or a.known or a.parked) for a in answers)


def order_of(answers: Sequence[Picture | Silent]) -> UUID | None:
    """The order that the departments know by the name they were asked for."""
    return next((order for a in answers if isinstance(a, Picture) for order in a.orders), None)
