"""Every way in over HTTP names who may use it, and what changes something goes through the engine."""

from collections.abc import Callable, Iterator
from typing import Any, get_args

from fastapi import FastAPI
from fastapi.dependencies.models import Dependant
from fastapi.routing import RouteContext, iter_route_contexts
from starlette.routing import Mount, Route

from chassis.http.identity import Role
from chassis.http.router import LateRoute
from chassis.http.web import Ask, AskByLink, AskByWebhook
from chassis.operations.api import router as operations
from chassis.operations.orders import router as ops
from services.notify.desk.pages import hang
from tests.architecture.standing import standing
from tests.needs import needs

ROLES = set(get_args(Role))
BY_THE_ENGINE = {get_args(door)[1].dependency for door in (Ask, AskByLink, AskByWebhook)}


def routes() -> Iterator[tuple[str, RouteContext]]:
    """Every route of every house, those of included routers too."""
    chassis = [("chassis", ops), ("chassis", operations)]
    routers = [*chassis, *((house.name, router) for house in standing() for router in house.routers)]
    for name, router in routers:
        yield from ((name, route) for route in iter_route_contexts(router.routes))


def methods(route: RouteContext) -> set[str]:
    return route.methods or set()


@needs("ALL-3")
def test_a_route_names_the_roles_that_may_use_it() -> None:
    roles = {told(house, route): set(roles_of(route)) for house, route in routes()}
    assert not [route for route, its in roles.items() if not its or its - ROLES]


@needs("ALL-3", "ALL-7")
def test_a_program_for_reports_reads_orders_their_lines_and_the_summary_and_nothing_else() -> None:
    open_to_it = {told(house, route) for house, route in routes() if "analyst" in roles_of(route)}
    assert open_to_it == {
        "notify GET /api/v1/orders",
        "notify GET /api/v1/summary",
        "sales GET /api/v1/order-lines",
    }


def test_a_route_that_changes_something_goes_through_the_door() -> None:
    changing = [(house, route) for house, route in routes() if not methods(route) <= {"GET", "HEAD"}]
    assert not [told(*each) for each in changing if BY_THE_ENGINE.isdisjoint(dependencies(each[1].dependant))]


@needs("ALL-3")
def test_who_asks_is_known_before_what_he_names_is_looked_up() -> None:
    """Else a stranger could try out which numbers there are."""
    assert not [told(house, route) for house, route in routes() if not is_asked_first(route)]


def test_each_route_is_built_by_itself_when_it_is_first_asked_for(apps: dict[str, FastAPI]) -> None:
    """All at the start are 32 MB and a second; those of an included router are built at its first request: two
    seconds for six departments, in which none answers."""
    pages = hang(FastAPI())
    kinds = {type(route) for app in (*apps.values(), pages) for route in app.routes}
    assert not kinds - {LateRoute, Route, Mount}


def told(house: str, route: RouteContext) -> str:
    return f"{house} {'/'.join(methods(route))} {route.path}"


def roles_of(route: RouteContext) -> Iterator[str]:
    for call in dependencies(route.dependant):
        yield from getattr(call, "roles", ())


def is_asked_first(route: RouteContext) -> bool:
    calls = [one.call for one in route.dependant.dependencies]
    first = next((place for place, call in enumerate(calls) if hasattr(call, "looks_up")), len(calls))
    return any(hasattr(call, "roles") for call in calls[:first])


def dependencies(dependant: Dependant) -> Iterator[Callable[..., Any]]:
    for one in dependant.dependencies:
        if one.call:
            yield one.call
        yield from dependencies(one)
