"""What must follow an event can follow: the names in its promises exist on both sides."""

from types import UnionType
from typing import Any, Union, get_args, get_origin

import pytest
from pydantic import BaseModel

from contracts.catalogue import DEPARTMENTS, EVENTS
from contracts.event import Event, Promise
from tests.needs import needs

pytestmark = needs("NOT-3")

PROMISES = [
    pytest.param(event, promise, id=f"{topic} then {'|'.join(promise.of)}")
    for topic, event in EVENTS.items()
    for promise in event.then
]
every_promise = pytest.mark.parametrize(("event", "promise"), PROMISES)


@every_promise
def test_a_promise_awaits_topics_that_exist(event: type[Event], promise: Promise) -> None:
    assert promise.of
    assert set(promise.of) <= set(EVENTS)


@every_promise
def test_who_owes_the_answer_can_say_one_of_its_topics(event: type[Event], promise: Promise) -> None:
    assert promise.by in DEPARTMENTS
    assert promise.by in {EVENTS[topic].said_by for topic in promise.of}


@every_promise
def test_a_promise_matches_on_fields_of_both_events(event: type[Event], promise: Promise) -> None:
    sides = (event, *(EVENTS[topic] for topic in promise.of))
    missing = [f"{side.topic}.{name}" for side in sides for name in promise.match if not has(side, name)]
    assert promise.match
    assert not missing


@every_promise
def test_a_promise_opens_on_a_field_of_its_event(event: type[Event], promise: Promise) -> None:
    assert promise.when is None or hasattr(event, promise.when) or promise.when in event.model_fields


@every_promise
def test_what_an_answer_must_be_is_a_field_of_every_answer(event: type[Event], promise: Promise) -> None:
    assert promise.provided is None or all(has(EVENTS[topic], promise.provided) for topic in promise.of)


@every_promise
def test_a_promise_is_due_after_a_span_or_on_a_date_of_its_event(event: type[Event], promise: Promise) -> None:
    limit = promise.within
    assert (limit.span is None) != (limit.until is None)
    assert not (limit.until and limit.since)
    if named := limit.until or limit.since:
        assert event.model_fields[named].annotation.__name__ in ("date", "AwareDatetime")  # type: ignore[union-attr]


@pytest.mark.parametrize("event", EVENTS.values(), ids=list(EVENTS))
def test_the_key_of_an_event_is_one_of_its_fields(event: type[Event]) -> None:
    assert event.key_field in event.model_fields


@pytest.mark.parametrize("event", EVENTS.values(), ids=list(EVENTS))
def test_an_event_says_what_it_means(event: type[Event]) -> None:
    assert (event.__doc__ or "").strip()
    assert event.said_by in (*DEPARTMENTS, "outside")


def has(event: type[Event], name: str) -> bool:
    """On the event itself, as a field or property, or on the elements of one of its list fields."""
    listed = [part for field in event.model_fields.values() for part in elements(field.annotation)]
    return any(name in model.model_fields or hasattr(model, name) for model in (event, *listed))


def elements(annotation: Any) -> list[type[BaseModel]]:
    """The models in a list field's annotation."""
    if get_origin(annotation) in (Union, UnionType):
        return [model for part in get_args(annotation) for model in elements(part)]
    if get_origin(annotation) is not tuple:
        return []
    return [part for part in get_args(annotation) if isinstance(part, type) and issubclass(part, BaseModel)]
