"""Ask every department side by side; who does not answer in time is silent, and is told so."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import quote
from uuid import UUID

import httpx2
from pydantic import ValidationError

from gendan.why.picture import Picture, Silent

LIMIT_S = 3.0
"""A department gives its own database half of that."""
PAGE_ROWS = 500


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


async def ask_what_is_overdue(notify: str, token: str) -> list[dict[str, Any]] | Silent:
    """The promises past their time; two seconds at most for each page."""
    found: list[dict[str, Any]] = []
    after = ""
    async with httpx2.AsyncClient(timeout=LIMIT_S, trust_env=False, headers=_signed(token)) as http:
        while True:
            page = await _get(http, "notify", f"{notify}/api/v1/promises?overdue=true&limit={PAGE_ROWS}{after}")
            if isinstance(page, Silent):
                return page
            found += page["items"]
            if page["next"] is None:
                return found
            after = f"&after={quote(page['next'], safe='')}"


def _signed(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


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
        return Silent(service, f"its answer is not understood: {fault.error_count()} faults")


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
        return Silent(service, "its answer is not JSON")
    return found


def _is_known(answers: Sequence[Picture | Silent]) -> bool:
    """Whether anybody knows an order, a paper or a message by the name."""
    return any(isinstance(a, Picture) and (a.orders or a.known or a.parked) for a in answers)


def order_of(answers: Sequence[Picture | Silent]) -> UUID | None:
    """The order that the departments know by the name they were asked for."""
    return next((order for a in answers if isinstance(a, Picture) for order in a.orders), None)
