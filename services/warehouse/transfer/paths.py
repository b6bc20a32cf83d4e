"""What a path names a transfer by, and where people find one that waits."""

from __future__ import annotations

from typing import Annotated, Any
from uuid import UUID

from chassis.handling import Reading, Subject, Subjects
from chassis.http.named import named
from services.warehouse.transfer import store
from services.warehouse.transfer.rules import Line, Transfer

TransferId = Annotated[UUID, named("transfer", "transfer_id", store.numbered)]
"""A transfer by its id, or its number TF-2026-000123."""


async def _waiting(db: Reading, after: UUID | None, limit: int) -> list[Subject]:
    return [_subject(one) for one in await store.waiting(db, after, limit)]


def _subject(one: Transfer) -> Subject:
    """A dispatch begins with all that was asked for, a receipt with all that is on its way."""
    begin = [{"item": line.item, "quantity": line.in_transit or line.requested} for line in one.lines if _waits(line)]
    (first, *more) = one.lines
    says: dict[str, Any] = {"lines": begin} if more else {"quantity": first.in_transit or first.requested}
    if on_their_way := [serial for line in one.lines for serial in line.on_their_way]:
        says["serials"] = on_their_way
    named = {"transfer_id": one.transfer_id}
    return Subject("transfer", one.transfer_id, f"{one.number} {', '.join(one.items)}", named, says)


def _waits(line: Line) -> bool:
    return line.state in ("requested", "dispatched")


async def _named(db: Reading, name: str, limit: int) -> list[Subject]:
    return [_subject(one) for one in await store.named(db, name, limit)]


SUBJECTS = Subjects(waiting=_waiting, by_name=_named)
"""Those to dispatch, and those on their way."""
