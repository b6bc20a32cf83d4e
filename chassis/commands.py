"""What somebody asks over HTTP, and the answers that are kept: the same request again gets the same answer."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import NAMESPACE_OID, UUID, uuid5

import asyncpg

from chassis.handling import Answer, CommandHandler, Db, rounds
from chassis.refusal import KeyUsedForAnotherBody, Refusal
from chassis.work import Work

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

    @property
    def id(self) -> UUID:
        return uuid5(NAMESPACE_OID, f"{self.caller} {self.route} {self.idempotency_key}")

    @property
    def body_hash(self) -> bytes:
        return hashlib.sha256(repr(self.body).encode()).digest()


async def answered(db: Db, commands: Sequence[Command]) -> dict[UUID, asyncpg.Record]:
    """The answers that were given before, by command."""
    return {row["id"]: row for row in await db.fetch(ANSWERED, [command.id for command in commands])}


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
        (command.id, command.body_hash, as_json(answer))
        for command, answer in zip(commands, answers, strict=True)
        if isinstance(answer, Answer)
    ]
    if kept:
        await db.execute(KEEP, *(list(column) for column in zip(*kept, strict=True)))


def work_of(commands: Sequence[Command], answers: Sequence[Answer | Refusal], trace: str | None) -> Work:
    """What the answers say to others, and who asked for it."""
    work = Work()
    for command, given in zip(commands, answers, strict=True):
        if isinstance(given, Answer):
            orders = list({order: None for event in given.events for order in event.orders})
            work.note("asked", orders, command.route, command.id, trace=trace, note=command.caller)
            work.say(given.events, command.id, trace)
    return work


def same_again(command: Command, before: asyncpg.Record) -> bytes | Refusal:
    """The answer of before; a refusal when its key was used for another body."""
    if before["body_hash"] != command.body_hash:
        return KeyUsedForAnotherBody(key=command.idempotency_key)
    told: bytes = before["answer"]
    return told


def as_json(given: Answer) -> bytes:
    return given.body.model_dump_json().encode()
