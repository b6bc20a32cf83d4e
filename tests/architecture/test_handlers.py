"""A handler takes a connection and a batch, and its return type says what may follow."""

import inspect
from collections.abc import Sequence
from typing import Any, get_args, get_origin, get_type_hints

import pytest

from chassis.handling import Handler, House, NotReady
from contracts.event import Event
from gendan.generated.flows import name_of
from gendan.generated.houses import house_of
from gendan.generated.saying import may_say, may_wait, returns
from tests.architecture.sources import DEPARTMENTS
from tests.architecture.standing import wired

every_handler = pytest.mark.parametrize(
    ("house", "event", "handler"),
    [pytest.param(*line, id=f"{line[0].name} {line[1].topic} {name_of(line[2])}") for line in wired()],
)


def test_all_six_houses_stand() -> None:
    assert [house_of(department).name for department in DEPARTMENTS] == list(DEPARTMENTS)


@every_handler
def test_a_handler_is_a_coroutine_function_in_the_handlers_of_a_room(
    house: House, event: type[Event], handler: Handler
) -> None:
    assert inspect.iscoroutinefunction(handler)
    assert handler.__module__.startswith(f"services.{house.name}.")
    assert handler.__module__.endswith(".handlers")


@every_handler
def test_a_handler_takes_a_connection_and_a_batch_of_what_it_hears(
    house: House, event: type[Event], handler: Handler
) -> None:
    db, batch = inspect.signature(handler).parameters
    assert db == "db"
    hint = get_type_hints(handler)[batch]
    assert get_origin(hint) is Sequence
    assert [heard for heard in leaves(hint) if isinstance(heard, type) and issubclass(event, heard)]


@every_handler
def test_a_handler_answers_a_list_of_events_or_not_ready(house: House, event: type[Event], handler: Handler) -> None:
    answer = returns(handler)
    assert get_origin(answer) in (list, Sequence)
    assert all(part is NotReady or issubclass(part, Event) for part in leaves(answer))


@pytest.mark.parametrize("department", DEPARTMENTS)
def test_of_an_event_that_several_rooms_hear_no_room_may_wait(department: str) -> None:
    """What waits is tried again whole: the others would have done their part already."""
    heard = house_of(department).handles.items()
    assert not [event.topic for event, rooms in heard if len(rooms) > 1 and any(map(may_wait, rooms))]


@every_handler
def test_a_handler_names_the_events_that_it_may_say(house: House, event: type[Event], handler: Handler) -> None:
    """docs/flows.md is made from the names; `Outcome` says nothing."""
    assert Event not in may_say(handler)


@every_handler
def test_a_handler_says_only_what_its_department_says(house: House, event: type[Event], handler: Handler) -> None:
    named = [said for said in may_say(handler) if said is not Event]
    assert not [said.topic for said in named if said.said_by != house.name]


def leaves(annotation: Any) -> list[Any]:
    """The types in an annotation; none in `tuple[()]`."""
    inner = get_args(annotation)
    if inner or get_origin(annotation):
        return [leaf for part in inner if part is not Ellipsis for leaf in leaves(part)]
    return [annotation]
