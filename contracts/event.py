"""What an event is: a frozen model with a topic and a key, whose contract says all that others must know of it.

Nothing else is to be written for this one, in no department and in no table (tests/contracts/test_one_line_then.py)::

    class SampleSent(OrderEvent, topic="sample.sent"):
        \"""The customer gets samples.\"""

        stage = "dispatched"
        summary = Sentence(en="samples sent[: {items}]", zh="样品已寄出[：{items}]")

        order_version: Count
        items: tuple[Lack, ...]
        then = (
            Promise(
                of=("sample.returned", "sample.kept"),
                by="logistics",
                within=hours(24),
                match=("order_id", "item"),
                counted_by="order_version",
                in_part=("sample.returned",),
                provisional=True,
                outside="the customer",
            ),
        )

The board moves the order to the stage; its story has the line in both languages. For each item one promise is opened:
it is logistics' to do until ``sample.kept``, or ``sample.returned`` with nothing ``outstanding``, names the item and no
older version of the order. A newer version of the order makes it void. After 24 hours ``deadline.missed`` is said, an
exception raised, the metric set and the alert given; ``gendan why`` says that the order waits for the customer.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any, ClassVar, Literal, cast
from uuid import UUID

import msgspec

from contracts.milestones import Milestone
from contracts.papers import Paper
from contracts.sentences import Sentence
from contracts.stages import End, Stage
from contracts.value import Value, ValueMeta

Clock = Literal["real", "business", "working", "working_days"]


@dataclass(frozen=True)
class Limit:
    """How long a promise may take: a span of time, or the date or the working hours that a field of the event says.

    ``real`` spans count seconds as they pass for everybody, ``business`` spans those of the company's clock, which a
    sandbox may let run faster. ``working`` spans count the working hours of the department that owes the answer;
    ``working_days`` spans count its working days, whatever their hours.

    ``since`` names the field of the event with the time or date of the fact from which a span counts, however late it
    is told; without it a span counts from when the event is heard. ``not_before`` names the field with the time or
    date, if it has one, before which the promise is not due though the span has passed.
    """

    span: timedelta | None = None
    clock: Clock = "business"
    until: str | None = None
    hours_told: str | None = None
    """The field with the count of hours, where who says the event decides that by a figure."""
    since: str | None = None
    not_before: str | None = None


BY_TIME = "the time of hearing"
"""``counted_by`` where neither side has a number that the other knows: an answer counts when it is heard after."""


@dataclass(frozen=True)
class Promise:
    """One of the topics ``of`` must follow the event, said by ``by``, within ``within``.

    The same may be promised again by a newer event. Which answer is as new as which opening is told by the order's
    version, where the promise is matched on the order alone, or by the field ``counted_by`` of both; an answer that
    has no such field keeps all that was ever promised.
    """

    of: tuple[str, ...]
    by: str
    within: Limit
    match: tuple[str, ...] = ("order_id",)
    """The fields that tie the answer to the event; a list field opens one expectation per element."""
    when: str | None = None
    """A field that must be true (or positive, or not empty) for the promise to open."""
    provided: str | None = None
    """A field that must be so in the answer, for it to count."""
    counted_by: str | None = None
    """A field, such as ``version`` or ``request``, that counts the openings; or BY_TIME."""
    by_newer_version: bool = False
    """Only a newer version of the order than the event's own is an answer."""
    in_part: tuple[str, ...] = ()
    """Those answers that keep it only in part while they say that something is ``outstanding``."""
    provisional: bool = False
    """A newer version of the order supersedes it, and the order's end withdraws it."""
    alarming: bool = False
    """That it is to be kept at all is an exception: it is raised at once, not when nobody has kept it in time."""
    suspends: tuple[str, ...] = ()
    """While it is open nobody can be asked for these of the same order: what hopes for one of them first sleeps."""
    of_document: bool = False
    """It is about a document of a customer, of an order or of none: the event has its ``number`` and ``customer``."""
    outside: str | None = None
    """Who outside the company must act before ``by`` can say the first of the topics: the supplier."""


def minutes(count: int) -> Limit:
    return Limit(timedelta(minutes=count), clock="real")


def hours(count: int) -> Limit:
    return Limit(timedelta(hours=count))


def days(count: int, *, since: str | None = None, not_before: str | None = None) -> Limit:
    return Limit(timedelta(days=count), since=since, not_before=not_before)


def working_hours(count: int) -> Limit:
    return Limit(timedelta(hours=count), clock="working")


def working_hours_told(field: str) -> Limit:
    """As many as the event itself says in ``field``."""
    return Limit(hours_told=field, clock="working")


def working_days(count: int, *, since: str | None = None) -> Limit:
    return Limit(timedelta(days=count), clock="working_days", since=since)


def until(field: str) -> Limit:
    """The date or time that the event itself carries in ``field``."""
    return Limit(until=field)


CATALOGUE: dict[str, type[Event]] = {}


class EventMeta(ValueMeta):
    """Makes a class with a topic the one event of that topic."""

    def __new__(
        cls,
        name: str,
        bases: tuple[type, ...],
        space: dict[str, Any],
        *,
        topic: str | None = None,
        key: str | None = None,
        said_by: str | None = None,
    ) -> EventMeta:
        event: Any = super().__new__(cls, name, bases, space)
        event.key_field = key or event.key_field
        if topic is not None:
            if topic in CATALOGUE:
                raise TypeError(f"topic {topic} is said by {CATALOGUE[topic].__name__} already")
            event.topic, event.said_by = topic, said_by or event.__module__.split(".")[1]
            CATALOGUE[topic] = event
        return cast(EventMeta, event)


class Event(Value, metaclass=EventMeta):
    """Something that happened in a department; ``orders`` are the orders that it concerns."""

    topic: ClassVar[str]
    key_field: ClassVar[str] = "order_id"
    said_by: ClassVar[str]
    compacted: ClassVar[bool] = False
    summary: ClassVar[Sentence | None] = None
    """Its line in the story of each of its orders; without one it is told by its topic."""
    stage: ClassVar[Stage | None] = None
    """How far its order is with it; only of an event about one order."""
    stage_when: ClassVar[str | None] = None
    """A field that must be true (or positive, or not empty) for the stage to be reached."""
    milestone: ClassVar[Milestone | None] = None
    """The dated step that its orders come to with it; without one, its stage."""
    happened: ClassVar[str | None] = None
    """A field with the day or time of the fact, however late it is told; without one it is when the event is heard."""
    ends: ClassVar[End | None] = None
    """The end of its order."""
    then: ClassVar[tuple[Promise, ...]] = ()
    """What must follow it."""
    papers: ClassVar[tuple[Paper, ...]] = ()
    """The papers that it brings."""
    for_customer: ClassVar[tuple[str, ...] | None] = None
    """Of which of its fields the order's customer may hear; None: not even that it happened (ALL-3)."""

    orders: tuple[UUID, ...] = ()

    @property
    def key(self) -> str:
        """The Kafka key: everything about one key in one topic keeps its order."""
        return str(getattr(self, self.key_field))

    @property
    def reaches(self) -> Stage | None:
        """The stage that this one brings its order to."""
        return self.stage if self.stage_when is None or getattr(self, self.stage_when) else None


class OrderEvent(Event):
    """An event about one order; its key is the order."""

    order_id: UUID

    def __post_init__(self) -> None:
        if not self.orders:
            msgspec.structs.force_setattr(self, "orders", (self.order_id,))
