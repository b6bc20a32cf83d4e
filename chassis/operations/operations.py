"""What people do about parked messages: retry, skip a hole, discard; each message in one transaction, recorded in it.

An operation that was killed half-way and is asked again goes on with what it has not dealt with.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Literal
from uuid import UUID

import asyncpg

from chassis.database.failures import PASSING
from chassis.handling import Db
from chassis.messages import parking
from chassis.messages.fingerprint import reason_of
from chassis.messages.why import BEHIND_ANOTHER, HOLE, NO_HOLE, ONLY_DEAD
from chassis.operations import operation_log, selection
from chassis.operations.operation_log import Asked, Result
from chassis.operations.selection import Selection
from chassis.refusal import KeyUsedForAnotherBody
from chassis.transaction.engine import Action, Again, Engine
from chassis.transaction.unit_of_work import UnitOfWork

What = Literal["retry", "discard", "skip", "replay"]
"""``replay`` is the retry that ``gendan replay`` asks for."""
PLANS = {"retry": "would be tried", "replay": "would be tried", "skip": "would go on", "discard": "would be discarded"}


@dataclass(frozen=True)
class Operation:
    """What somebody asked: ``id`` follows from caller, route and Idempotency-Key; the same id is the same operation."""

    id: UUID
    what: What
    which: Selection
    who: str
    why: str

    @property
    def asked(self) -> Asked:
        """As it is recorded."""
        return Asked(self.id, self.what, self.who, self.why, self.which.model_dump_json(exclude_defaults=True))


def hindrance(what: What, row: asyncpg.Record, done: Collection[UUID] = ()) -> str:
    """Why the message is left as it is; empty when nothing speaks against it. ``done``: those dealt with before it."""
    if what == "discard":
        return "" if row["why"] == "dead" else ONLY_DEAD.line
    if row["waits_behind"] is not None and row["waits_behind"] not in done:
        return BEHIND_ANOTHER.line.format(message_id=row["waits_behind"])
    if what == "skip":
        return "" if row["why"] == "gap" else NO_HOLE.line
    if row["why"] == "gap" and not row["hole_filled"]:
        return HOLE.line.format(reason=row["reason"])
    return ""


async def plan(engine: Engine, operation: Operation) -> list[Result]:
    """What the operation would do with the next page of its messages, if all goes well."""
    done: set[UUID] = set()
    results = []
    for row in await selection.selected(engine.pool, operation.which, operation.id):
        hindered_by = hindrance(operation.what, row, done)
        if not hindered_by:
            done.add(row["message_id"])
        results.append(_result(row, "left" if hindered_by else PLANS[operation.what], hindered_by))
    return results


async def perform(engine: Engine, operation: Operation) -> None:
    """Deal with the next page of its messages, lowest sequence first; raises what passes by itself."""
    if await operation_log.is_another(engine.pool, operation.asked):
        raise KeyUsedForAnotherBody(key=str(operation.id))
    for row in await selection.selected(engine.pool, operation.which, operation.id):
        try:
            await engine.operate(row["key"], _action(operation, row["message_id"]))
        except PASSING:
            raise
        except Exception as fault:
            await engine.operate(row["key"], _dead_again(engine, operation, row["message_id"], fault))


def _action(operation: Operation, message_id: UUID) -> Action:
    async def action(db: Db, again: Again) -> UnitOfWork:
        row = await selection.one(db, message_id, operation.id)
        if row is None:
            return UnitOfWork()
        hindered_by = hindrance(operation.what, row)
        if hindered_by:
            await operation_log.write(db, operation.asked, _result(row, "left", hindered_by), row["orders"])
            return UnitOfWork()
        if operation.what == "discard":
            return await _discard(db, operation, row)
        work = await again([message_id])
        await operation_log.write(db, operation.asked, _result_of(row, work), row["orders"])
        work.parked_due = True  # what waited behind it is due
        return work

    return action


async def _discard(db: Db, operation: Operation, row: asyncpg.Record) -> UnitOfWork:
    await operation_log.write(db, operation.asked, _result(row, "discarded", row["reason"]), row["orders"])
    await parking.unpark(db, [row["message_id"]])
    return UnitOfWork(parked_due=True)


def _dead_again(engine: Engine, operation: Operation, message_id: UUID, fault: Exception) -> Action:
    """It failed again: its new reason, in a transaction of its own."""

    async def action(db: Db, _: Again) -> UnitOfWork:
        row = await selection.one(db, message_id, operation.id)
        if row is not None:
            await parking.declare_dead(db, engine.house.name, message_id, row["topic"], fault)
            await operation_log.write(db, operation.asked, _result(row, "dead", reason_of(fault)), row["orders"])
        return UnitOfWork()

    return action


def _result(row: asyncpg.Record, outcome: str, note: str) -> Result:
    return Result(row["message_id"], row["topic"], row["key"], row["sequence"], outcome, note)


def _result_of(row: asyncpg.Record, work: UnitOfWork) -> Result:
    parked = [each for each in work.parked if each.message.id == row["message_id"]]
    return _result(row, parked[0].why, parked[0].reason) if parked else _result(row, "handled", "")
