"""Whatever a field of a command says: it is refused by its name or taken, and other orders go on (ALL-1).

Each command is asked with every strange value in each of its fields, about something that it could really be done to.
The departments answer each of them, and never with a failure of their own. Then another order lives its whole life.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote
from uuid import UUID

import httpx2
import pytest

from tests.architecture.test_routes import methods, routes
from tests.simulation.commands import COMMANDS, Command, Subject, nothing
from tests.simulation.company import EVERYBODY
from tests.simulation.innocent import live, open_trade_of_both
from tests.simulation.outside import Outside
from tests.simulation.strange import CODES, TEXTS, Odd, oddities

SIGNERS = ("finance manager", "general manager", "administrator", "inspector", "legal")
HALF_A_CHARACTER = "\ud800"
ASKED = (*(text for text in TEXTS if text != HALF_A_CHARACTER), *CODES, "9999-12-31", "-1", "1E400", str(UUID(int=7)))
SUM_OF = {"total": "lines"}
"""Where a sum disagrees with its parts it is named, whichever of them is strange."""


async def ask(outside: Outside, command: Command, about: Subject, body: dict[str, Any]) -> httpx2.Response:
    path = command.path.format(**about)
    return await outside.company.ask(command.department, command.method, path, body, roles=(*EVERYBODY, *SIGNERS))


def concerning(about: Subject, body: Any) -> Any:
    """The body about what there is, where it names it."""
    if isinstance(body, dict):
        return {name: about.get(name) or concerning(about, part) for name, part in body.items()}
    return [concerning(about, part) for part in body] if isinstance(body, list) else body


def is_named(odd: Odd, faults: list[dict[str, str]]) -> bool:
    at = ".".join(map(str, odd.at)).removeprefix("items.0").removeprefix(".")
    named = [fault["field"] for fault in faults]
    named += [SUM_OF[name] for name in named if name in SUM_OF]
    return any(at.startswith(name) or name.startswith(at) for name in named)


@pytest.mark.parametrize("command", COMMANDS, ids=str)
async def test_whatever_a_command_says_it_is_refused_by_name_or_taken_and_other_orders_go_on(
    outside: Outside, command: Command
) -> None:
    await open_trade_of_both(outside)
    about, sample = await command.subject(outside), command.body()
    for odd in oddities(concerning(about, sample)):
        answer = await ask(outside, command, about, odd.within(concerning(about, sample)))
        (told, *_) = answer.json().get("answers") or [answer.json() | {"status": answer.status_code}]
        problem = told.get("problem", told)
        if told["status"] == 422 and problem.get("faults"):
            assert is_named(odd, problem["faults"]), f"{odd}: {problem['faults']}"
        if told["status"] == 200 and command.subject is not nothing and not command.replaces:
            about = await command.subject(outside)
    await live(outside, f"after {command}"[:100])


TRIED_ELSEWHERE = {
    "/api/v1/carriers/{carrier}/events/batch": "signed by its carrier: tests/test_journeys.py of logistics",
    "/api/v1/shops/{shop}/orders": "signed by its shop: tests/test_shop.py of sales",
    "/api/v1/journeys/sheet/batch": "a table in CSV: the same",
}


def test_every_command_that_takes_a_body_is_tried() -> None:
    for name, route in routes():
        if name != "chassis" and getattr(route, "body_field", None) is not None and route.path not in TRIED_ELSEWHERE:
            path = re.compile(re.sub(r"{.*?}", "[^/]+", str(route.path).removeprefix("/api/v1")))
            tried = [one for one in COMMANDS if one.department == name and path.fullmatch(one.path)]
            assert {one.method for one in tried} >= methods(route), f"{name} {route.path}"


def questions() -> Iterator[Any]:
    """Each route that shows something, with the names of its parameters."""
    for name, route in routes():
        if name != "chassis" and "GET" in methods(route):
            asked = [field.alias for field in route.dependant.query_params]
            yield pytest.param(name, str(route.path), asked, id=f"{name} {route.path}")


@pytest.mark.parametrize(("name", "path", "parameters"), list(questions()))
async def test_whatever_a_question_says_it_is_answered(
    outside: Outside, name: str, path: str, parameters: list[str]
) -> None:
    for text in ASKED:
        said = quote(text[:900], safe="") or "x"
        asked = re.sub(r"{.*?}", said, path.removeprefix("/api/v1"))
        for query in ["", *(f"?{parameter}={said}" for parameter in parameters)]:
            await outside.company.ask(name, "GET", asked + query)
