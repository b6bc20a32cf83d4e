"""What must follow an event can follow: the names in its promises exist on both sides."""

from datetime import date, datetime
from types import UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

import pytest

from contracts.catalogue import DEPARTMENTS, EVENTS
from contracts.event import BY_TIME, Event, OrderEvent, Promise
from contracts.stages import ENDS, STAGES
from contracts.value import Value, names_of
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
    assert promise.when is None or hasattr(event, promise.when) or promise.when in names_of(event)


@every_promise
def test_what_an_answer_must_be_is_a_field_of_every_answer(event: type[Event], promise: Promise) -> None:
    assert promise.provided is None or all(has(EVENTS[topic], promise.provided) for topic in promise.of)


@every_promise
def test_a_promise_of_a_document_tells_its_number_and_whose_it_is(event: type[Event], promise: Promise) -> None:
    assert not promise.of_document or (has(event, "number") and has(event, "customer"))


@every_promise
def test_what_counts_a_promise_is_told_by_its_event(event: type[Event], promise: Promise) -> None:
    assert promise.counted_by in (None, BY_TIME) or has(event, promise.counted_by)


@every_promise
def test_only_what_the_orders_version_counts_is_kept_by_a_newer_one(event: type[Event], promise: Promise) -> None:
    assert not promise.by_newer_version or (promise.match, promise.counted_by) == (("order_id",), None)


@every_promise
def test_an_answer_in_part_is_an_answer_and_says_what_is_outstanding(event: type[Event], promise: Promise) -> None:
    assert set(promise.in_part) <= set(promise.of)
    assert all(has(EVENTS[topic], "outstanding") for topic in promise.in_part)


@every_promise
def test_what_a_promise_suspends_is_hoped_for_by_another(event: type[Event], promise: Promise) -> None:
    """About the same order, of which notify knows both."""
    hoped_for = {other.of[0] for each in EVENTS.values() for other in each.then}
    assert set(promise.suspends) <= hoped_for - {promise.of[0]}
    assert not promise.suspends or issubclass(event, OrderEvent)


@every_promise
def test_promises_that_the_same_answers_keep_are_counted_alike(event: type[Event], promise: Promise) -> None:
    """They take each other's place, so that an answer keeps all of them or none."""
    families = {answering(other) for each in EVENTS.values() for other in each.then if same(other, promise)}
    assert len(families) == 1


@every_promise
def test_an_event_is_awaited_of_one_outside(event: type[Event], promise: Promise) -> None:
    others = [other for each in EVENTS.values() for other in each.then if other.of[0] == promise.of[0]]
    assert len({other.outside for other in others}) == 1


@pytest.mark.parametrize("event", EVENTS.values(), ids=list(EVENTS))
def test_only_an_event_about_one_order_brings_it_to_a_stage_or_ends_it(event: type[Event]) -> None:
    assert issubclass(event, OrderEvent) or (event.stage, event.ends) == (None, None)
    assert event.stage is None or event.stage in STAGES
    assert event.ends is None or event.ends in ENDS


@pytest.mark.parametrize("event", EVENTS.values(), ids=list(EVENTS))
def test_a_stage_is_reached_by_a_field_of_its_event(event: type[Event]) -> None:
    assert event.stage_when is None or (event.stage and has(event, event.stage_when))


@every_promise
def test_a_promise_is_due_after_a_span_or_on_a_date_of_its_event(event: type[Event], promise: Promise) -> None:
    limit = promise.within
    assert [limit.span, limit.until, limit.hours_told].count(None) == 2
    if limit.hours_told:
        assert get_type_hints(event)[limit.hours_told] is int
    assert not (limit.until and limit.since)
    if named := limit.until or limit.since:
        read = getattr(event, named)
        told = get_type_hints(read.fget)["return"] if isinstance(read, property) else get_type_hints(event)[named]
        assert told in (date, datetime)
    if limit.not_before:
        assert get_type_hints(event)[limit.not_before] == date | None


@pytest.mark.parametrize("event", EVENTS.values(), ids=list(EVENTS))
def test_the_key_of_an_event_is_one_of_its_fields(event: type[Event]) -> None:
    assert event.key_field in names_of(event)


@pytest.mark.parametrize("event", EVENTS.values(), ids=list(EVENTS))
def test_an_event_says_what_it_means(event: type[Event]) -> None:
    assert (event.__doc__ or "").strip()
    assert event.said_by in (*DEPARTMENTS, "outside")


def same(one: Promise, other: Promise) -> bool:
    """Whether they are one row at notify."""
    by_time = BY_TIME in (one.counted_by, other.counted_by)
    return (one.of, one.by, one.match) == (other.of, other.by, other.match) and (
        not by_time or one.counted_by == other.counted_by
    )


def answering(promise: Promise) -> tuple[object, ...]:
    return (promise.counted_by, promise.by_newer_version, promise.in_part, promise.provided)


def has(event: type[Event], name: str) -> bool:
    """On the event itself, as a field or property, or on the elements of one of its list fields."""
    listed = [part for hint in get_type_hints(event).values() for part in elements(hint)]
    return any(name in names_of(model) or hasattr(model, name) for model in (event, *listed))


def elements(annotation: Any) -> list[type[Value]]:
    """The models in a list field's annotation."""
    if get_origin(annotation) in (Union, UnionType):
        return [model for part in get_args(annotation) for model in elements(part)]
    if get_origin(annotation) is not tuple:
        return []
    return [part for part in get_args(annotation) if isinstance(part, type) and issubclass(part, Value)]


def test_what_two_events_promise_alike_is_counted_so_that_the_newer_one_holds() -> None:
    """The order's version counts where the promise is matched on the order alone."""
    said_by: dict[tuple[Any, ...], set[str]] = {}
    for topic, event in EVENTS.items():
        for promise in event.then:
            if not promise.counted_by and promise.match != ("order_id",):
                said_by.setdefault((promise.of, promise.by, promise.match), set()).add(topic)
    assert [topics for topics in said_by.values() if len(topics) > 1] == []


@pytest.mark.parametrize("event", [event for event in EVENTS.values() if event.happened], ids=lambda event: event.topic)
def test_an_event_that_names_the_day_of_its_fact_brings_the_order_to_a_milestone(event: type[Event]) -> None:
    assert event.milestone or event.stage
