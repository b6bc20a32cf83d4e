"""What somebody asks over HTTP, and the answers that are kept: the same request again gets the same answer."""

from __future__ import annotations

import asyncio
import hashlib
import random
from collections.abc import Awaitable, Callable, Collection, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, TypeVar
from uuid import NAMESPACE_OID, UUID, uuid5

import asyncpg
from opentelemetry import trace
from opentelemetry.trace import Span

from chassis.handling import Answer, CommandHandler, Db
from chassis.messages.rounds import rounds
from chassis.refusal import KeyUsedForAnotherBody, Refusal
from chassis.sealed import kept_answer, read_answer
from chassis.telemetry import spans
from chassis.transaction.unit_of_work import UnitOfWork
from contracts.codec import shown
from contracts.texts import SAY, Say, saying
from contracts.value import Value

T = TypeVar("T")
TRIES = 5
LOST_RACES = (asyncpg.UniqueViolationError, asyncpg.DeadlockDetectedError, asyncpg.SerializationError)
"""Another one came first, or stood in the way: nothing of ours was done."""
CONNECTION_WITHIN_S = 3.0
"""Who waits longer for one hears it: else all who wait for one busy key would hold up everybody."""

ANSWERED = "SELECT id, body_hash, answer FROM answer WHERE id = ANY($1::uuid[])"
KEEP = "INSERT INTO answer (id, body_hash, answer) SELECT * FROM unnest($1::uuid[], $2::bytea[], $3::bytea[])"


@dataclass(frozen=True)
class Command:
    """What somebody asks: ``key`` is locked, ``idempotency_key`` is unique per caller and route."""

    key: str
    body: Any
    idempotency_key: str
    caller: str
    route: str
    span: Span = field(default_factory=trace.get_current_span)
    """Of the request in which it is asked."""
    say: Say = field(default_factory=SAY.get, repr=False)
    """How texts are said to who asks; the same request again gets the same answer, in the language of the first."""

    @cached_property
    def id(self) -> UUID:
        return uuid5(NAMESPACE_OID, f"{self.caller} {self.route} {self.idempotency_key}")

    @cached_property
    def body_hash(self) -> bytes:
        return hashlib.sha256(repr(self.body).encode()).digest()


@dataclass(frozen=True)
class Given:
    """What a command was answered, and to which body."""

    body_hash: bytes
    answer: bytes | Refusal


async def with_tries(work: Callable[[], Awaitable[T]]) -> T:
    """Again, each time a little later, while another one wins the race; a failure that is not one is raised."""
    for attempt in range(TRIES - 1):
        with suppress(*LOST_RACES):
            return await work()
        await asyncio.sleep(random.uniform(0.01, 0.05) * 2**attempt)
    return await work()


async def answered(db: Db, commands: Sequence[Command]) -> dict[UUID, Given]:
    """The answers that were given before, by command."""
    rows = await db.fetch(ANSWERED, [command.id for command in commands])
    return {row["id"]: Given(row["body_hash"], read_answer(row["answer"], _place(row["id"]))) for row in rows}


def first_of_each(commands: Sequence[Command], known: Collection[UUID]) -> list[Command]:
    """Those that were not answered before; of several with one Idempotency-Key the first."""
    first: dict[UUID, Command] = {}
    for command in commands:
        if command.id not in known:
            first.setdefault(command.id, command)
    return list(first.values())


async def answer(handler: CommandHandler, db: Db, commands: Sequence[Command]) -> list[Answer | Refusal]:
    """Do the commands in rounds of one per key; an answer or a refusal each, in their order."""
    answers: dict[int, Answer | Refusal] = {}
    for turn in rounds(command.key for command in commands):
        outcomes = await handler(db, [commands[i].body for i in turn])
        answers.update(zip(turn, outcomes, strict=True))
    return [answers[i] for i in range(len(commands))]


async def keep(db: Db, commands: Sequence[Command], answers: Sequence[Answer | Refusal]) -> None:
    """Remember answers; a refusal may be another one next time."""
    kept = [
        (command.id, command.body_hash, _kept(answer, command))
        for command, answer in zip(commands, answers, strict=True)
        if isinstance(answer, Answer)
    ]
    if kept:
        await db.execute(KEEP, *(list(column) for column in zip(*kept, strict=True)))


def _kept(given: Answer, command: Command) -> bytes:
    """What it tells sealed it tells sealed here too (ALL-3)."""
    return kept_answer(type(given.body), as_json(given, command.say), _place(command.id))


def _place(command: UUID) -> str:
    return f"answer {command}"


def work_of(commands: Sequence[Command], answers: Sequence[Answer | Refusal]) -> UnitOfWork:
    """What the answers say to others, and who asked for it."""
    work = UnitOfWork()
    for command, given in zip(commands, answers, strict=True):
        if isinstance(given, Answer):
            asked_in = spans.traceparent(command.span)
            work.record("asked", orders_of(given), command.route, command.id, trace=asked_in, remark=command.caller)
            work.publish(given.events, command.id, asked_in)
    return work


def orders_of(given: Answer | Refusal) -> list[UUID]:
    """The orders about which an answer says something."""
    events = given.events if isinstance(given, Answer) else ()
    return list({order: None for event in events for order in event.orders})


def orders_by_span(
    asked: Sequence[Command], fresh: Sequence[Command], answers: Sequence[Answer | Refusal]
) -> list[tuple[Span, list[UUID]]]:
    """Of each request the orders about which something is said now; none for what was answered before."""
    said = {command.id: orders_of(answer) for command, answer in zip(fresh, answers, strict=True)}
    return [(command.span, said.get(command.id, [])) for command in asked]


def given(commands: Sequence[Command], answers: Sequence[Answer | Refusal]) -> dict[UUID, Given]:
    """What the commands are answered now, by command."""
    return {
        command.id: Given(command.body_hash, as_json(answer, command.say) if isinstance(answer, Answer) else answer)
        for command, answer in zip(commands, answers, strict=True)
    }


def same_again(command: Command, before: Given) -> bytes | Refusal:
    """What its Idempotency-Key was answered; a refusal when that was for another body."""
    if before.body_hash != command.body_hash:
        return KeyUsedForAnotherBody(key=command.idempotency_key)
    return before.answer


def as_json(given: Answer, say: Say) -> bytes:
    body = given.body
    with saying(say):
        return shown(body) if isinstance(body, Value) else body.model_dump_json().encode()
