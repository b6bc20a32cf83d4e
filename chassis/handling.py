"""What a handler is, what it may answer, and how a house joins its rooms."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection, Coroutine, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, Generic, Literal, Protocol
from uuid import UUID

from asyncpg import Connection, Pool
from asyncpg.pool import PoolConnectionProxy
from fastapi import APIRouter, FastAPI
from pydantic import BaseModel
from typing_extensions import TypeVar

from chassis.refusal import Refusal
from chassis.sealed import Kept
from chassis.settings import Settings
from contracts.event import Event
from contracts.value import Value

D = TypeVar("D")
F = TypeVar("F", bound=Event)
E_co = TypeVar("E_co", bound=Event, covariant=True, default=Event)

Db = Connection | PoolConnectionProxy
"""A connection inside the engine's transaction: what is written by it is committed with all else, or not at all."""
Reading = Db | Pool
"""For queries that only look: also the pool, of which each takes a connection and gives it back."""


@dataclass(frozen=True)
class NotReady:
    """The message came before its cause: try again when one of the types ``of`` about ``key`` was handled."""

    of: tuple[type[Event], ...]
    key: str


@dataclass(frozen=True)
class Step(Generic[D, E_co]):
    """A document after something was done with it, and the events that come of it."""

    document: D
    events: tuple[E_co, ...] = ()

    def then(self, next_step: Step[D, F]) -> Step[D, E_co | F]:
        """This step, followed by one that started from its document."""
        return Step(next_step.document, (*self.events, *next_step.events))


@dataclass(frozen=True)
class Answer(Generic[E_co]):
    """What a command gives back to who asked, and what it publishes to the other departments."""

    body: Value | BaseModel
    events: tuple[E_co, ...] = ()


Nothing = tuple[()]
"""The outcome of a message from which nothing follows for others."""
Outcome = Event | tuple[Event, ...] | NotReady
"""Of one message: an event, several, none (an empty tuple), or not ready."""
Handler = Callable[[Db, Sequence[Any]], Awaitable[Sequence[Outcome]]]
"""One outcome per message, in the order of the messages."""
CommandHandler = Callable[[Db, Sequence[Any]], Awaitable[Sequence[Answer[Event] | Refusal]]]
Handles = Mapping[type[Event], tuple[Handler, ...]]


def wire(*rooms: Mapping[type[Event], Handler]) -> Handles:
    """Join rooms: all handlers of an event run in the order of the rooms, in one transaction."""
    handles: dict[type[Event], tuple[Handler, ...]] = {}
    for room in rooms:
        for event, handler in room.items():
            handles[event] = (*handles.get(event, ()), handler)
    return handles


Pace = Literal["second", "work", "day", "long"]
"""How often a timer is looked at: each second; when the department did something, and every five seconds for what
others left; when a business day begins, and every ten seconds for what was written late; or, as for work, where its
finding computes for seconds, in a loop of its own with a connection for each query alone."""


@dataclass(frozen=True)
class Timer:
    """Work that falls due by itself: ``find(db, now)`` gives (key, body) pairs, ``handle`` does them."""

    name: str
    find: Callable[[Reading, datetime], Awaitable[Sequence[tuple[str, Any]]]]
    handle: Handler
    judges_silence: bool = False
    """It says what did *not* happen: it rests while this department has not heard all that Kafka has for it."""
    pace: Pace = "second"


Work = Callable[[Pool], Coroutine[Any, Any, bool]]
"""One piece of what a department does by itself with the outside; whether another one may follow at once."""
Waits = Callable[[Reading, UUID], Awaitable[Sequence[Mapping[str, Any]]]]
"""For whom an order waits, as far as this department knows: ``owner``, ``what``, ``since`` and, if any, ``due``."""


Sight = Callable[[Reading, str, Collection[str]], Awaitable[Sequence[str] | None]]
"""Of a person (code, roles): for whose customers he is let in (person codes); None where he sees all (ALL-3)."""


class DownloadLimit(Protocol):
    """How many records one person may take out of a department in a day, and who may raise it (ALL-3)."""

    @property
    def head(self) -> str: ...
    async def of(self, db: Reading, roles: Collection[str]) -> int: ...


Pages = Callable[[FastAPI, Settings], AbstractAsyncContextManager[None]]
"""Hangs pages for people into a department's app, for as long as it runs; streams to browsers end on leaving."""


@dataclass(frozen=True)
class Subject:
    """A document, or a part of one, that commands are about; ``named`` is what their paths and bodies call it by.

    ``says`` holds what the document tells now: a form begins with it, field by field of the same name.
    """

    kind: str
    id: UUID
    name: str
    named: Mapping[str, object]
    says: Mapping[str, Any]
    due: datetime | None = None
    """Until when something is to be done with it, where the document itself has a limit."""

    @property
    def orders(self) -> tuple[UUID, ...]:
        """Those that it is about, as far as it tells."""
        told = {**self.says, **self.named}
        one = told.get("order_id")
        return tuple(told.get("orders") or ((one,) if one else ()))


async def _none(*_: object) -> Sequence[Subject]:
    return ()


@dataclass(frozen=True)
class Subjects:
    """How a house finds the documents of one kind: those of some orders, each once, by id those that wait for
    somebody here, and those that a label calls by a name; none, where it says nothing."""

    of_orders: Callable[[Reading, Sequence[UUID]], Awaitable[Sequence[Subject]]] = _none
    """In as many statements as for one order."""
    waiting: Callable[[Reading, UUID | None, int], Awaitable[Sequence[Subject]]] = _none
    by_name: Callable[[Reading, str, int], Awaitable[Sequence[Subject]]] = _none
    """By a number of theirs; and those that wait, by what they are about: an item, a lot, a place."""


@dataclass(frozen=True)
class House:
    """A department: what it handles, what it is asked over HTTP, what falls due."""

    name: str
    handles: Handles
    routers: tuple[APIRouter, ...] = ()
    timers: tuple[Timer, ...] = ()
    sealed: tuple[Kept, ...] = ()
    """Its tables of documents whose sensitive fields stand sealed."""
    works: Mapping[str, Work] = field(default_factory=dict)
    """What else it does over and over, by name: each has a loop of its own, and keeps what it did itself."""
    migrations: Path = field(default=Path())
    names: str = ""
    """SQL that finds the ``order_id`` of an order by a number ($1) that people or papers call it by: every number that
    a paper of this department bears. A paper that is about no order gives one row, without an order."""
    called: str = ""
    """SQL that gives the ``number`` by which people call each ``id`` ($1) of what this department numbers."""
    locale: Path | None = None
    """The folder of its catalogues."""
    waits: Waits | None = None
    pages: Pages | None = None
    """What the department shows in a browser, beside its API."""
    subjects: tuple[Subjects, ...] = ()
    """What people may do something with."""
    polls_every_s: float = 0.05
    """The least time from one poll to the next: what comes within it is handled together (decision 0010)."""
    sight: Sight | None = None
    """Who sees only his own; its database has views in the schema ``own`` (`chassis/http/sight.py`)."""
    takes: DownloadLimit | None = None
    """How much leaves as files; without one it is recorded alone (`chassis/http/taking.py`)."""
    hold: Callable[[Db, Sequence[Event]], Awaitable[None]] | None = None
    """Locks, before the messages of a poll are handled, what its handlers lock one after the other: in one order."""
    ready: Callable[[], None] | None = None
    """Looks at the department's settings before it starts; raises SettingsFault for those that make no sense."""

    @property
    def topics(self) -> tuple[str, ...]:
        return tuple(event.topic for event in self.handles)


def events_of(outcome: Outcome) -> tuple[Event, ...]:
    """The events of an outcome that is ready."""
    if isinstance(outcome, NotReady):
        return ()
    return outcome if isinstance(outcome, tuple) else (outcome,)
