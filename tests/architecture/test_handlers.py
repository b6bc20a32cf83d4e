"""A handler takes a connection and a batch, and its return type says what may follow."""

import inspect
import re
from collections.abc import Sequence
from typing import Any, get_args, get_origin, get_type_hints

from chassis.handling import Handler, NotReady
from contracts.event import Event
from gendan.generated.flows import name_of
from gendan.generated.houses import house_of
from gendan.generated.saying import may_say, may_wait, returns
from tests.architecture.sources import DEPARTMENTS
from tests.architecture.standing import standing, wired


def test_all_six_houses_stand() -> None:
    assert [house_of(department).name for department in DEPARTMENTS] == list(DEPARTMENTS)


def test_a_handler_is_a_coroutine_function_in_the_handlers_of_a_room() -> None:
    assert not [name_of(handler) for _, _, handler in wired() if not inspect.iscoroutinefunction(handler)]
    places = {(house.name, handler.__module__) for house, _, handler in wired()}
    assert not [place for house, place in places if not re.fullmatch(rf"services\.{house}\.\w+\.handlers", place)]


def test_a_handler_takes_a_connection_and_a_batch_of_what_it_hears() -> None:
    assert not [name_of(handler) for _, event, handler in wired() if not takes(handler, event)]


def test_a_handler_answers_a_list_of_events_or_not_ready() -> None:
    answers = [(name_of(handler), returns(handler)) for _, _, handler in wired()]
    assert not [name for name, answer in answers if get_origin(answer) not in (list, Sequence)]
    parts = [(name, part) for name, answer in answers for part in leaves(answer)]
    assert not [name for name, part in parts if part is not NotReady and not issubclass(part, Event)]


def test_of_an_event_that_several_rooms_hear_no_room_may_wait() -> None:
    """What waits is tried again whole: the others would have done their part already."""
    heard = [(house.name, event, rooms) for house in standing() for event, rooms in house.handles.items()]
    assert not [(house, event.topic) for house, event, rooms in heard if len(rooms) > 1 and any(map(may_wait, rooms))]


def test_a_handler_names_the_events_that_it_may_say() -> None:
    """docs/flows.md is made from the names; `Outcome` says nothing."""
    assert not [name_of(handler) for _, _, handler in wired() if Event in may_say(handler)]


def test_a_handler_says_only_what_its_department_says() -> None:
    said = [(house.name, each) for house, _, handler in wired() for each in may_say(handler) if each is not Event]
    assert not [(house, each.topic) for house, each in said if each.said_by != house]


def takes(handler: Handler, event: type[Event]) -> bool:
    """Whether its parameters are ``db`` and a sequence that may hold the event."""
    db, batch = inspect.signature(handler).parameters
    hint = get_type_hints(handler)[batch]
    heard = [each for each in leaves(hint) if isinstance(each, type) and issubclass(event, each)]
    return db == "db" and get_origin(hint) is Sequence and bool(heard)


def leaves(annotation: Any) -> list[Any]:
    """The types in an annotation; none in `tuple[()]`."""
    inner = get_args(annotation)
    if inner or get_origin(annotation):
        return [leaf for part in inner if part is not Ellipsis for leaf in leaves(part)]
    return [annotation]
