"""The one door: every message, command and timer goes through one transaction under the key lock."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any
from uuid import NAMESPACE_OID, UUID, uuid5

import asyncpg
from opentelemetry.trace import Span

from chassis import clock, inbox, parking, spans, telemetry
from chassis.envelope import Message, Unreadable, read
from chassis.facts import Fact, write_facts
from chassis.handling import (
    Answer,
    CommandHandler,
    Db,
    Handler,
    House,
    NotReady,
    Outcome,
    events_of,
    rounds,
)
from chassis.ids import new_id
from chassis.last_known import link_to_last_known
from chassis.outbox import Saying, put_in_outbox
from chassis.parking import Parking
from chassis.refusal import KeyUsedForAnotherBody, Refusal
from contracts.event import Event

ANSWERED = "SELECT id, body_hash, answer FROM answer WHERE id = ANY($1::uuid[])"
KEEP_ANSWERS = "INSERT INTO answer (id, body_hash, answer) SELECT * FROM unnest($1::uuid[], $2::bytea[], $3::bytea[])"
LOST_RACES_MAX = 3


@dataclass(frozen=True)
class Command:
    """What somebody asks: ``key`` is locked, ``idempotency_key`` is unique per caller and route."""

    key: str
    body: Any
    idempotency_key: str
    caller: str
    route: str

    @property
    def id(self) -> UUID:
        return uuid5(NAMESPACE_OID, f"{self.caller} {self.route} {self.idempotency_key}")

    @property
    def body_hash(self) -> bytes:
        return hashlib.sha256(repr(self.body).encode()).digest()


class _AgainWith(Exception):
    """One room was ready for a message and another was not: run again without it."""

    def __init__(self, parkings: dict[UUID, Parking]) -> None:
        self.parkings = parkings


@dataclass
class Work:
    """What one transaction did."""

    handled: list[Message] = field(default_factory=list)
    parked: list[Parking] = field(default_factory=list)
    sayings: list[Saying] = field(default_factory=list)
    facts: list[Fact] = field(default_factory=list)
    woke: bool = False


Again = Callable[[Sequence[UUID]], Awaitable[Work]]
"""Tries parked messages again inside a deed's transaction."""
Deed = Callable[[Db, Again], Awaitable[Work]]
"""What an operation does under the lock of its key."""


class Door:
    """Takes messages and commands of one house.

    After a commit, ``said`` is called when there is something for the relay, ``woke`` when a parked message is due.
    """

    def __init__(self, house: House, pool: asyncpg.Pool, prefix: str = "") -> None:
        self.house, self.pool, self.prefix = house, pool, prefix
        self.types = {event.topic: event for event in house.hears}
        self.groups = [
            (frozenset(types), handlers)
            for handlers, types in groupby(house.hears, key=lambda event_type: house.hears[event_type])
        ]
        self.said: Callable[[], None] = lambda: None
        self.woke: Callable[[], None] = lambda: None

    async def hear(self, messages: Sequence[Message | Unreadable]) -> bool:
        """Give each message its effect once; a second delivery changes nothing. Whether any handler had an answer."""
        work = await self._in_transaction(lambda db, held: self._hear_fresh(db, messages, held))
        return bool(work.handled) or any(parking.why == "not_ready" for parking in work.parked)

    async def retry(self, ids: Sequence[UUID], keys: Sequence[str]) -> None:
        """Try parked messages again."""
        await self._in_transaction(lambda db, held: self._hear_parked(db, ids, keys, held))

    async def bury(self, message: Message | Unreadable, reason: str) -> None:
        """Put a message in the dead letters with its reason; it is in the inbox by the same transaction."""
        async with self.pool.acquire() as db, db.transaction():
            await inbox.lock(db, [message.key])
            await inbox.note(db, [message])
            await parking.park(db, self.house.name, [Parking(message, "dead", reason)])

    async def _in_transaction(self, work: Callable[[Db, dict[UUID, Parking]], Awaitable[Work]]) -> Work:
        held: dict[UUID, Parking] = {}
        async with self.pool.acquire() as db:
            while True:
                try:
                    async with db.transaction():
                        done = await work(db, held)
                    self._after_commit(done)
                    return done
                except _AgainWith as again:
                    held.update(again.parkings)

    async def _hear_fresh(self, db: Db, messages: Sequence[Message | Unreadable], held: dict[UUID, Parking]) -> Work:
        await inbox.lock(db, [message.key for message in messages])
        ready, parkings = inbox.sort_out(messages, await inbox.note(db, messages))
        work = await self._work(db, ready, held)
        spans.put_aside(self.house.name, {}, parkings)
        work.parked.extend(parkings)
        await self._settle(db, work)
        return work

    async def operate(self, key: str, deed: Deed) -> None:
        """Do what a person decided about parked messages of one key, under its lock, in one transaction."""

        async def work(db: Db, held: dict[UUID, Parking]) -> Work:
            await inbox.lock(db, [key])
            return await deed(db, lambda ids: self._hear_again(db, ids, held, dead=True))

        await self._in_transaction(work)

    async def _hear_parked(self, db: Db, ids: Sequence[UUID], keys: Sequence[str], held: dict[UUID, Parking]) -> Work:
        await inbox.lock(db, keys)
        return await self._hear_again(db, ids, held)

    async def _hear_again(self, db: Db, ids: Sequence[UUID], held: dict[UUID, Parking], *, dead: bool = False) -> Work:
        messages = await self.parked_messages(db, ids, dead=dead)
        work = await self._work(db, [m for m in messages if isinstance(m, Message)], held)
        work.parked.extend(Parking(m, "dead", m.reason) for m in messages if isinstance(m, Unreadable))
        await parking.unpark(db, [message.id for message in work.handled])
        await self._settle(db, work)
        return work

    async def parked_messages(self, db: Db, ids: Sequence[UUID], *, dead: bool) -> list[Message | Unreadable]:
        """Parked messages as they are read today, their rows locked; ``dead``: dead letters too."""
        records = await parking.load_parked(db, ids, self.prefix, dead=dead)
        return [read(record, self.types, self.prefix) for record in records]

    async def outcome_of(self, db: Db, message: Message) -> list[Event] | str:
        """What the rooms answer to one message, or for what they wait; nothing is settled."""
        try:
            ((_, outcome),) = await self._call_rooms(db, [message])
        except _AgainWith as again:
            outcome = again.parkings[message.id]
        return outcome.reason if isinstance(outcome, Parking) else outcome

    async def _work(self, db: Db, messages: Sequence[Message], held: dict[UUID, Parking]) -> Work:
        with spans.processing(self.house.name, messages, unless=_AgainWith) as begun:
            work = await self._take_turns(db, messages, held, begun)
            spans.put_aside(self.house.name, begun, work.parked)
            return work

    async def _take_turns(
        self, db: Db, messages: Sequence[Message], held: dict[UUID, Parking], begun: Mapping[UUID, Span]
    ) -> Work:
        work = Work()
        blocked = {(p.message.topic, p.message.key) for p in held.values()}
        for turn in rounds(m.key for m in messages):
            batch = [messages[i] for i in turn]
            for message in batch:
                if message.id in held:
                    work.parked.append(held[message.id])
                elif (message.topic, message.key) in blocked:
                    work.parked.append(Parking(message, "behind", "waits behind an earlier message"))
            going = [m for m in batch if (m.topic, m.key) not in blocked]
            for message, outcome in await self._call_rooms(db, going):
                if isinstance(outcome, Parking):
                    blocked.add((message.topic, message.key))
                    work.parked.append(outcome)
                else:
                    self._note_outcome(work, message, outcome, begun[message.id])
        return work

    async def _call_rooms(self, db: Db, batch: Sequence[Message]) -> list[tuple[Message, Parking | list[Event]]]:
        """Call every room that hears these messages, types in the order of HEARS."""
        results: list[tuple[Message, Parking | list[Event]]] = []
        for types, handlers in self.groups:
            heard = [message for message in batch if type(message.event) in types]
            if not heard:
                continue
            outcomes = [await _call(handler, db, [m.event for m in heard]) for handler in handlers]
            unready = _unready(heard, outcomes)
            if unready and len(handlers) > 1:
                raise _AgainWith(unready)
            for position, message in enumerate(heard):
                said = [event for room in outcomes for event in events_of(room[position])]
                results.append((message, unready.get(message.id, said)))
        return results

    def _note_outcome(self, work: Work, message: Message, events: list[Event], span: Span) -> None:
        trace = spans.traceparent(span)
        work.handled.append(message)
        work.facts.extend(
            Fact(order, "heard", message.topic, message.id, None, trace) for order in message.event.orders
        )
        self._say(work, events, message.id, trace)

    def _say(self, work: Work, events: Sequence[Event], cause: UUID, trace: str | None) -> None:
        for event in events:
            saying = Saying(new_id(), event, cause, trace)
            work.sayings.append(saying)
            work.facts.extend(Fact(order, "said", event.topic, saying.id, cause, trace) for order in event.orders)

    async def _settle(self, db: Db, work: Work) -> None:
        at = clock.now()
        await parking.park(db, self.house.name, work.parked)
        work.woke = await parking.wake(db, work.handled)
        work.facts.extend(
            Fact(order, "parked", p.message.topic, p.message.id, None, None, p.reason)
            for p in work.parked
            if isinstance(p.message, Message)
            for order in p.message.event.orders
        )
        await write_facts(db, work.facts, at)
        await put_in_outbox(db, work.sayings, at)

    def _after_commit(self, work: Work) -> None:
        heard = Counter((m.topic, "handled") for m in work.handled)
        heard.update((p.message.topic, p.why) for p in work.parked)
        for (topic, outcome), count in heard.items():
            telemetry.HEARD.labels(self.house.name, topic, outcome).inc(count)
        for topic, count in Counter(saying.event.topic for saying in work.sayings).items():
            telemetry.SAID.labels(self.house.name, topic).inc(count)
        telemetry.tell_parked(self.house.name, work.parked)
        if work.sayings:
            self.said()
        if work.woke:
            self.woke()

    async def command(self, handler: CommandHandler, commands: Sequence[Command]) -> list[bytes | Refusal]:
        """Do each command once; the answers as JSON, or why not. The same request again gets the same answer.

        Who did the same under another lock at the same moment wins: he is seen when we try again.
        """
        for _ in range(LOST_RACES_MAX):
            with suppress(asyncpg.UniqueViolationError):
                return await self._command(handler, commands)
        return await self._command(handler, commands)

    async def _command(self, handler: CommandHandler, commands: Sequence[Command]) -> list[bytes | Refusal]:
        async with self.pool.acquire() as db, db.transaction():
            await inbox.lock(db, [command.key for command in commands])
            known = {row["id"]: row for row in await db.fetch(ANSWERED, [c.id for c in commands])}
            fresh = list({c.id: c for c in commands if c.id not in known}.values())
            answers = await _answer(handler, db, fresh)
            work = self._answered(fresh, answers)
            await link_to_last_known(db, [fact.order_id for fact in work.facts])
            await _keep_answers(db, fresh, answers)
            await self._settle(db, work)
        self._after_commit(work)
        new = {
            c.id: a.body.model_dump_json().encode() if isinstance(a, Answer) else a
            for c, a in zip(fresh, answers, strict=True)
        }
        return [new[c.id] if c.id in new else _same_again(c, known[c.id]) for c in commands]

    def _answered(self, commands: Sequence[Command], answers: Sequence[Answer | Refusal]) -> Work:
        work, trace = Work(), spans.current_traceparent()
        for command, answer in zip(commands, answers, strict=True):
            if isinstance(answer, Answer):
                orders = {order: None for event in answer.events for order in event.orders}
                work.facts.extend(
                    Fact(order, "asked", command.route, command.id, None, trace, command.caller) for order in orders
                )
                self._say(work, answer.events, command.id, trace)
        return work

    async def fall_due(self, handler: Handler, due: Sequence[tuple[str, Any]]) -> None:
        """Do what a timer found; ``handler`` reads again under the lock, so being called twice changes nothing."""
        with spans.falling_due(self.house.name, handler.__name__):
            async with self.pool.acquire() as db, db.transaction():
                await inbox.lock(db, [key for key, _ in due])
                outcomes = await _call(handler, db, [body for _, body in due])
                work = Work()
                for outcome in outcomes:
                    self._say(work, events_of(outcome), new_id(), spans.current_traceparent())
                await link_to_last_known(db, [fact.order_id for fact in work.facts])
                await self._settle(db, work)
            self._after_commit(work)


async def _call(handler: Handler, db: Db, events: list[Any]) -> Sequence[Outcome]:
    outcomes = await handler(db, events)
    if len(outcomes) != len(events):
        raise RuntimeError(
            f"{handler.__module__}.{handler.__name__} answered {len(outcomes)} of {len(events)} messages"
        )
    return outcomes


def _unready(heard: Sequence[Message], rooms: Sequence[Sequence[Outcome]]) -> dict[UUID, Parking]:
    result = {}
    for room in rooms:
        for message, outcome in zip(heard, room, strict=True):
            if isinstance(outcome, NotReady):
                names = " or ".join(event.topic for event in outcome.of)
                reason = f"not ready: waits for {names} of {outcome.key}"
                result[message.id] = Parking(message, "not_ready", reason, outcome.of, outcome.key)
    return result


async def _answer(handler: CommandHandler, db: Db, commands: Sequence[Command]) -> list[Answer | Refusal]:
    answers: dict[int, Answer | Refusal] = {}
    for turn in rounds(command.key for command in commands):
        outcomes = await handler(db, [commands[i].body for i in turn])
        answers.update(zip(turn, outcomes, strict=True))
    return [answers[i] for i in range(len(commands))]


async def _keep_answers(db: Db, commands: Sequence[Command], answers: Sequence[Answer | Refusal]) -> None:
    kept = [
        (c.id, c.body_hash, a.body.model_dump_json().encode())
        for c, a in zip(commands, answers, strict=True)
        if isinstance(a, Answer)
    ]
    if kept:
        await db.execute(KEEP_ANSWERS, *(list(column) for column in zip(*kept, strict=True)))


def _same_again(command: Command, row: asyncpg.Record) -> bytes | Refusal:
    if row["body_hash"] != command.body_hash:
        return KeyUsedForAnotherBody(key=command.idempotency_key)
    answer: bytes = row["answer"]
    return answer
