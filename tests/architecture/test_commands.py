"""What people ask over HTTP is known by route and handler, so docs/flows.md can show what follows from it."""

import inspect
from collections.abc import Iterator, Sequence
from importlib import import_module
from typing import Any

import pytest
from fastapi import APIRouter, Response

from chassis.handling import Answer, Db, House
from chassis.http.identity import Person
from chassis.http.web import Ask, Commands
from chassis.refusal import Refusal
from contracts.warehouse import GoodsPacked
from gendan.generated.asking import asked, asking_routes, handlers_of
from gendan.generated.flows import commands_table
from gendan.generated.houses import house_of
from gendan.generated.saying import is_told
from tests.architecture.sources import CHECKOUT, DEPARTMENTS

every_house = pytest.mark.parametrize("house", [house_of(name) for name in DEPARTMENTS], ids=DEPARTMENTS)


@every_house
def test_every_route_that_changes_something_names_its_handler(house: House) -> None:
    assert asking_routes(house)
    assert not [route.path for route in asking_routes(house) if not handlers_of(route.endpoint)]


@every_house
def test_every_command_handler_is_asked_by_a_route(house: House) -> None:
    named = {one.handler for one in asked(house)}
    assert not [handler.__qualname__ for handler in command_handlers(house) if handler not in named]


@every_house
def test_the_type_of_every_command_handler_tells_what_it_publishes(house: House) -> None:
    """docs/flows.md is made from it, and every test compares it with what the handler did (tests/declared.py)."""
    assert not [one.handler.__qualname__ for one in asked(house) if not is_told(one.handler)]


async def pack(db: Db, asked: Sequence[Any]) -> list[Answer[GoodsPacked] | Refusal]:
    raise NotImplementedError


async def count(db: Db, asked: Sequence[Any]) -> list[Answer | Refusal]:
    raise NotImplementedError


async def by_itself(ask: Ask, by: Person) -> Response:
    return await ask(pack, "goods", key="K", by=by)


async def in_a_batch(by: Person, ask: Ask) -> Any:
    async def do(items: list[str]) -> Any:
        return await ask.batch(pack, [(item, item, item) for item in items], by=by)

    return await do(["one", "two"])


async def by_another_function(ask: Ask, by: Person) -> Response:
    return await _either(len(by.code), ask, by)


async def _either(number: int, commands: Commands, by: Person) -> Response:
    return await (commands(pack, number, key="K", by=by) if number else commands(count, number, key="K", by=by))


async def of_no_name(ask: Ask, by: Person) -> Response:
    return await ask({"pack": pack}["pack"], "goods", key="K", by=by)


async def only_looks(by: Person) -> None:
    return None


@pytest.mark.parametrize(
    ("endpoint", "handlers"),
    [(by_itself, (pack,)), (in_a_batch, (pack,)), (by_another_function, (pack, count)), (only_looks, ())],
)
def test_a_routes_handlers_are_read_from_its_function(endpoint: Any, handlers: tuple[Any, ...]) -> None:
    assert handlers_of(endpoint) == handlers


def test_a_handler_that_has_no_name_is_no_guess() -> None:
    with pytest.raises(ValueError, match="no name of a handler"):
        handlers_of(of_no_name)


def test_the_table_shows_route_handler_and_what_it_may_say() -> None:
    router = APIRouter(prefix="/api/v1")
    router.add_api_route("/shelf", by_itself, methods=["PUT"])
    router.add_api_route("/shelves/{shelf}", by_another_function, methods=["POST"])
    router.add_api_route("/shelf", only_looks, methods=["GET"])
    rows = commands_table(House("warehouse", handles={}, routers=(router,))).splitlines()[2:]
    assert rows == [
        "| `PUT /api/v1/shelf` | `test_commands.pack` | `goods.packed` |",
        "| `POST /api/v1/shelves/{shelf}` | `test_commands.pack` | `goods.packed` |",
        "| `POST /api/v1/shelves/{shelf}` | `test_commands.count` | *its type does not tell* |",
    ]


def command_handlers(house: House) -> Iterator[Any]:
    """The public functions of the rooms' handlers that give an ``Answer``."""
    for file in sorted((CHECKOUT / "services" / house.name).glob("*/handlers.py")):
        module = import_module(f"services.{house.name}.{file.parent.name}.handlers")
        for name, function in inspect.getmembers(module, inspect.iscoroutinefunction):
            here = function.__module__ == module.__name__ and not name.startswith("_")
            if here and "Answer" in str(function.__annotations__.get("return")):
                yield function
