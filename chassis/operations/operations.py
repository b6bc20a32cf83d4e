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
from chassis.operations import operation_log, selection
from chassis.operations.operation_log import Asked, Fate
from chassis.operations.selection import Selection
from chassis.refusal import KeyUsedForAnotherBody
from chassis.transaction.door import Again, Deed, Door
from chassis.transaction.unit_of_work import Work

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
        return "" if row["why"] == "dead" else "only a dead letter can be discarded"
    if row["waits_behind"] is not None and row["waits_behind"] not in done:
        return f"waits behind {row['waits_behind']}"
    if what == "skip":
        return "" if row["why"] == "gap" else "no hole is before it"
    if row["why"] == "gap" and not row["hole_filled"]:
        return f"{row['reason']}; skip accepts the hole"
    return ""


async def plan(door: Door, operation: Operation) -> list[Fate]:
    """What the operation would do with the next page of its messages, if all goes well."""
    done: set[UUID] = set()
    fates = []
    for row in await selection.selected(door.pool, operation.which, operation.id):
        note = hindrance(operation.what, row, done)
        if not note:
            done.add(row["message_id"])
        fates.append(_fate(row, "left" if note else PLANS[operation.what], note))
    return fates


async def perform(door: Door, operation: Operation) -> None:
    """Deal with the next page of its messages, lowest sequence first; raises what passes by itself."""
    if await operation_log.is_another(door.pool, operation.asked):
        raise KeyUsedForAnotherBody(key=str(operation.id))
    for row in await selection.selected(door.pool, operation.which, operation.id):
        try:
            await door.operate(row["key"], _deed(operation, row["message_id"]))
        except PASSING:
            raise
        except Exception as fault:
            await door.operate(row["key"], _burial(door, operation, row["message_id"], fault))


def _deed(operation: Operation, message_id: UUID) -> Deed:
    async def deed(db: Db, again: Again) -> Work:
        row = await selection.one(db, message_id, operation.id)
        if row is None:
            return Work()
        note = hindrance(operation.what, row)
        if note:
            await operation_log.write(db, operation.asked, _fate(row, "left", note), row["orders"])
            return Work()
        if operation.what == "discard":
            return await _discard(db, operation, row)
        work = await again([message_id])
        await operation_log.write(db, operation.asked, _fate_of(row, work), row["orders"])
        work.woke = True  # what waited behind it is due
        return work

    return deed


async def _discard(db: Db, operation: Operation, row: asyncpg.Record) -> Work:
    await operation_log.write(db, operation.asked, _fate(row, "discarded", row["reason"]), row["orders"])
    await parking.unpark(db, [row["message_id"]])
    return Work(woke=True)


def _burial(door: Door, operation: Operation, message_id: UUID, fault: Exception) -> Deed:
    """It failed again: its new reason, in a transaction of its own."""

    async def deed(db: Db, _: Again) -> Work:
        row = await selection.one(db, message_id, operation.id)
        if row is not None:
            await parking.declare_dead(db, door.house.name, message_id, row["topic"], fault)
            await operation_log.write(db, operation.asked, _fate(row, "dead", reason_of(fault)), row["orders"])
        return Work()

    return deed


def _fate(row: asyncpg.Record, outcome: str, note: str) -> Fate:
    return Fate(row["message_id"], row["topic"], row["key"], row["sequence"], outcome, note)


def _fate_of(row: asyncpg.Record, work: Work) -> Fate:
    parked = [each for each in work.parked if each.message.id == row["message_id"]]
    return _fate(row, parked[0].why, parked[0].reason) if parked else _fate(row, "handled", "")
