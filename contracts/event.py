"""What an event is: a frozen model with a topic, a key and the promises that it opens."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any, ClassVar, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict

Clock = Literal["real", "business", "working", "working_days"]


class Value(BaseModel):
    """A frozen part of an event. Readers ignore fields that they do not know."""

    model_config = ConfigDict(frozen=True, extra="ignore")


@dataclass(frozen=True)
class Limit:
    """How long a promise may take: a span of time, or the date that a field of the event names.

    ``real`` spans count seconds as they pass for everybody, ``business`` spans those of the company's clock, which a
    sandbox may let run faster. ``working`` spans count the working hours of the department that owes the answer;
    ``working_days`` spans count its working days, whatever their hours.

    ``since`` names the field of the event with the time or date of the fact from which a span counts, however late it
    is told; without it a span counts from when the event is heard.
    """

    span: timedelta | None = None
    clock: Clock = "business"
    until: str | None = None
    since: str | None = None


@dataclass(frozen=True)
class Promise:
    """One of the topics ``of`` must follow the event, said by ``by``, within ``within``.

    ``match`` names the fields that tie the answer to the event; a list field opens one expectation per
    element. ``when`` names a field that must be true (or positive, or not empty) for the promise to open;
    ``provided`` one that must be so in the answer, for it to count.
    """

    of: tuple[str, ...]
    by: str
    within: Limit
    match: tuple[str, ...] = ("order_id",)
    when: str | None = None
    provided: str | None = None


def minutes(count: int) -> Limit:
    return Limit(timedelta(minutes=count), clock="real")


def hours(count: int) -> Limit:
    return Limit(timedelta(hours=count))


def days(count: int, *, since: str | None = None) -> Limit:
    return Limit(timedelta(days=count), since=since)


def working_hours(count: int) -> Limit:
    return Limit(timedelta(hours=count), clock="working")


def working_days(count: int, *, since: str | None = None) -> Limit:
    return Limit(timedelta(days=count), clock="working_days", since=since)


def until(field: str) -> Limit:
    """The date or time that the event itself carries in ``field``."""
    return Limit(until=field)


CATALOGUE: dict[str, type[Event]] = {}


class Event(Value):
    """Something that happened in a department; ``orders`` are the orders that it concerns."""

    topic: ClassVar[str]
    key_field: ClassVar[str]
    said_by: ClassVar[str]
    compacted: ClassVar[bool] = False
    then: ClassVar[tuple[Promise, ...]] = ()

    orders: tuple[UUID, ...] = ()

    def __init_subclass__(
        cls, *, topic: str | None = None, key: str = "order_id", said_by: str | None = None, **kwargs: Any
    ) -> None:
        super().__init_subclass__(**kwargs)
        if topic is None:
            return
        if topic in CATALOGUE:
            raise TypeError(f"topic {topic} is said by {CATALOGUE[topic].__name__} already")
        cls.topic, cls.key_field = topic, key
        cls.said_by = said_by or cls.__module__.rpartition(".")[2]
        CATALOGUE[topic] = cls

    @property
    def key(self) -> str:
        """The Kafka key: everything about one key in one topic keeps its order."""
        return str(getattr(self, self.key_field))


class OrderEvent(Event):
    """An event about one order; its key is the order."""

    order_id: UUID

    @property
    def key(self) -> str:
        return str(self.order_id)

    def model_post_init(self, _context: Any) -> None:
        if not self.orders:
            object.__setattr__(self, "orders", (self.order_id,))
