"""What is asked of whom to know where an order is; how it is asked is the caller's (decision 0031)."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote
from uuid import UUID

from pydantic import ValidationError

from contracts.texts import Text, said
from whereabouts.picture import Picture, Silent, Wait
from whereabouts.stuck import Group, Known, groups, ids_in, silent
from whereabouts.words import whom

LIMIT_S = 3.0
"""So long a department has for an answer; it gives its own database half of that."""
PAGE_ROWS = 500
PAGES_MAX = 10
IDS_PAGE, IDS_MAX = 200, 1_000
Look = Callable[[str, str], Awaitable[dict[str, Any] | Silent]]
"""What a department answers to a path; who does not answer well in time is silent, and is told so."""


@dataclass(frozen=True)
class Company:
    """The departments that are asked, and how."""

    departments: Sequence[str]
    look: Look

    async def look_at_all(self, path: str) -> dict[str, dict[str, Any] | Silent]:
        """Side by side."""
        answers = await asyncio.gather(*(self.look(name, path) for name in self.departments))
        return dict(zip(self.departments, answers, strict=True))


async def ask(company: Company, name: str) -> list[Picture | Silent]:
    """Each department's picture of the order by this name: its id, a number of its papers, or an event's id.

    Who does not know the name, or knows another order by it, is asked again by the order's id. Where nobody knows it,
    all are asked for it in capitals, as our own numbers are written.
    """
    answers = await _ask_all(company, name)
    if not _is_known(answers) and name != name.upper():
        in_capitals = await _ask_all(company, name.upper())
        answers = in_capitals if _is_known(in_capitals) else answers
    order_id = _meant(answers, name)
    if order_id is None or str(order_id) == name:
        return answers
    strangers = [a.service for a in answers if isinstance(a, Picture) and a.orders[:1] != (order_id,)]
    again = {a.service: a for a in await _ask_all(Company(strangers, company.look), str(order_id))}
    return [again.get(answer.service, answer) for answer in answers]


async def ask_page(company: Company, order_id: UUID) -> dict[str, Any] | Silent:
    """Notify's page of an order: what each event about it said, without personal and cost data."""
    return await company.look("notify", f"/api/v1/orders/{order_id}")


async def ask_what_waits(company: Company) -> dict[str, dict[str, Any] | Silent]:
    """Each department's `/ops/stuck`."""
    return await company.look_at_all("/ops/stuck")


async def what_is_stuck(company: Company, waiting: dict[str, dict[str, Any] | Silent]) -> tuple[list[Group], list[str]]:
    """The groups, and what is not known because somebody did not answer; ``waiting`` is what waits in each."""
    overdue, missing = await ask_what_is_overdue(company)
    named, own = ids_in(waiting, overdue)
    numbers, waits = await asyncio.gather(ask_numbers(company, named), ask_waits(company, own))
    every = {id_: number for each in numbers.values() for id_, number in each.items()}
    known = Known(every, frozenset(numbers["sales"]), waits)
    return groups(waiting, overdue, known), [*silent(waiting), *([missing] if missing else [])]


async def ask_numbers(company: Company, ids: Sequence[str]) -> dict[str, dict[str, str]]:
    """By department, the numbers that it gave to these; who does not answer leaves them nameless."""
    found = await _ask_about(company, "called", ids)
    return {
        name: {id_: text for told in answers for id_, text in told["numbers"].items()}
        for name, answers in found.items()
    }


async def ask_waits(company: Company, orders: Sequence[str]) -> dict[str, tuple[Wait, ...]]:
    """For whom each of these orders waits, as sales sees it."""
    found = await _ask_about(Company(["sales"], company.look), "waits", orders)
    told = {order: waits for answer in found["sales"] for order, waits in answer["waits"].items()}
    return {order: tuple(map(Wait.model_validate, waits)) for order, waits in told.items()}


async def ask_what_is_overdue(company: Company) -> tuple[list[dict[str, Any]], str]:
    """The promises past their time, the longest overdue first, and what of them is not known."""
    found: list[dict[str, Any]] = []
    after = ""
    for _ in range(PAGES_MAX):
        page = await company.look("notify", f"/api/v1/promises?overdue=true&limit={PAGE_ROWS}{after}")
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


def order_of(answers: Sequence[Picture | Silent]) -> UUID | None:
    """The order that the departments know by the name they were asked for."""
    return next((order for a in answers if isinstance(a, Picture) for order in a.orders), None)


def _meant(answers: Sequence[Picture | Silent], name: str) -> UUID | None:
    """Only who said an event knows the order by the event's id; the others take it for an order's."""
    orders = [order for a in answers if isinstance(a, Picture) for order in a.orders]
    return next((order for order in orders if str(order) != name.lower()), orders[0] if orders else None)


async def _ask_about(company: Company, what: str, ids: Sequence[str]) -> dict[str, list[dict[str, Any]]]:
    """All that are asked, a page of ids at a time; at most ``IDS_MAX``."""
    pages = [ids[at : at + IDS_PAGE] for at in range(0, min(len(ids), IDS_MAX), IDS_PAGE)]
    paths = [f"/ops/{what}?{'&'.join(f'id={one}' for one in page)}" for page in pages]
    asked = {name: [company.look(name, path) for path in paths] for name in company.departments}
    found = {name: await asyncio.gather(*each) for name, each in asked.items()}
    return {name: [a for a in answers if not isinstance(a, Silent)] for name, answers in found.items()}


async def _ask_all(company: Company, name: str) -> list[Picture | Silent]:
    # a dot too: ".." would leave the path
    found = await company.look_at_all(f"/ops/orders/{quote(name, safe='').replace('.', '%2E')}")
    return [_picture(service, answer) for service, answer in found.items()]


def _picture(service: str, answer: dict[str, Any] | Silent) -> Picture | Silent:
    if isinstance(answer, Silent):
        return answer
    try:
        return Picture.model_validate(answer)
    except ValidationError as fault:
        return Silent(service, said(Text("its answer is not understood: {count} faults", count=fault.error_count())))


def _is_known(answers: Sequence[Picture | Silent]) -> bool:
    """Whether anybody knows an order, a paper or a message by the name."""
    return any(isinstance(a, Picture) and (a.orders or a.known or a.parked) for a in answers)
