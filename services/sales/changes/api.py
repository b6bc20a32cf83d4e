"""Change and cancel over HTTP (SAL-9)."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Sequence
from typing import Annotated, Any
from uuid import UUID

import asyncpg
from fastapi import Depends, Response
from pydantic import BaseModel

from chassis.http.asked import DayAhead
from chassis.http.batch import Batch, Item, answer_each
from chassis.http.files import FileBody, bytes_of
from chassis.http.identity import Person, allow
from chassis.http.router import Router
from chassis.http.web import Ask, Commands, Look
from chassis.refusal import InvalidInput, Refusal
from contracts.scalars import Code, Count, Told
from contracts.texts import said
from services.sales.changes import handlers
from services.sales.changes.rules import Cancel, Change, Wanted
from services.sales.changes.view import ChangesTaken
from services.sales.intake import store
from services.sales.intake.rules.change_file import read_change_file
from services.sales.intake.rules.change_message import items_of
from services.sales.intake.rules.files import Evidence
from services.sales.intake.rules.in_files import Reading, codes_in, placeable
from services.sales.order.paths import STAFF, OrderId, only_customer
from services.sales.order.rules.document import Order
from services.sales.order.rules.facts import CancelCause
from services.sales.order.view import OrderState

KEY_MAX = 190
"""Of an Idempotency-Key, behind which the place in the file stands."""
router = Router(prefix="/api/v1", tags=["changes"])
Changer = Annotated[Person, Depends(allow(*STAFF))]
Canceller = Annotated[Person, Depends(allow(*STAFF, "customer"))]


class ChangeOrder(Wanted):
    wanted: DayAhead | None = None
    promised: DayAhead | None = None
    reason: Told
    expected_version: Count | None = None

    @property
    def asked(self) -> Wanted:
        told = {name: value for name in Wanted.model_fields if (value := getattr(self, name)) is not None}
        return Wanted.model_validate(told)


class CancelOrder(BaseModel):
    reason: Told
    cause: CancelCause = "other"
    """Of what kind the reason is: so cancels are counted."""
    expected_version: Count | None = None


class FileChange(ChangeOrder, Item):
    """A change or a cancel that stands in a file."""

    order_id: UUID
    cancels: bool = False

    def change(self, by: Person, evidence: Evidence) -> Change:
        return Change(self.order_id, self.asked, self.reason, self.expected_version, by.code, evidence)

    def cancel(self, by: Person, evidence: Evidence) -> Cancel:
        return Cancel(self.order_id, self.reason, self.expected_version, by.code, evidence)


class ChangeFile(FileBody):
    """UN/EDIFACT ORDCHG, or a mail with such a file attached, as it is or in base64; or its bytes as the body."""

    customer: Code | None = None
    """Whose changes they are, where the file calls him by no number that we know."""


@router.post("/orders/{order_id}/change", response_model=OrderState)
async def change_order(by: Changer, order_id: OrderId, asked: ChangeOrder, ask: Ask) -> Response:
    """A new version of a confirmed order; refused below what was dispatched."""
    change = Change(order_id, asked.asked, asked.reason, asked.expected_version, by.code)
    return await ask(handlers.change, change, key=str(order_id), by=by)


@router.post("/orders/{order_id}/cancel", response_model=OrderState)
async def cancel_order(by: Canceller, order_id: OrderId, asked: CancelOrder, ask: Ask) -> Response:
    """Undo the order; refused when all of it was accepted. Where a rescue comes first (SAL-24), it only opens that."""
    told = asked.reason, asked.expected_version, by.code, None, asked.cause
    cancel = Cancel(order_id, *told, only_of=only_customer(by))
    return await ask(handlers.cancel, cancel, key=str(order_id), by=by)


@router.post("/change-files", response_model=ChangesTaken)
async def take_change_file(asked: ChangeFile, db: Look, ask: Ask, by: Changer) -> Response:
    """Take each change and each cancel of a file as if it were asked alone; of a file that cannot be read, none."""
    reading, changes, evidence = await asyncio.to_thread(read_change_file, bytes_of(asked.content))
    told, found = await _held_against_the_masters(db, reading, asked.customer)
    items = items_of(changes, told, found, reading)
    if reading.faults:
        raise InvalidInput(reading.faults)
    key = ask.idempotency_key[:KEY_MAX]
    each = [{"idempotency_key": f"{key} {nth}", **item} for nth, item in enumerate(items, start=1)]
    answered = await _each(Batch[Any](items=each), ask, by, evidence)
    passed_over = json.dumps({"passed_over": [said(one) for one in reading.passed_over]}).encode()
    return Response(passed_over[:-1] + b"," + bytes(answered.body)[1:], media_type="application/json")


async def _held_against_the_masters(
    db: asyncpg.Pool, reading: Reading, customer: str | None
) -> tuple[list[dict[str, Any]], list[Order | None]]:
    """Each message by our codes, and the order that it names."""
    whose, items = codes_in(reading)
    told = placeable(reading, await store.called(db, {*whose, customer or ""}, items, reading.sender), customer)
    named = [(one["customer"] or "", one["customer_po"]) for one in told]
    if not named:
        return told, []
    async with db.acquire() as connection:
        return told, [one.order for one in await store.of_placed(connection, named)]


async def _each(batch: Batch[Any], ask: Commands, by: Person, evidence: Evidence) -> Response:
    """The cancels, then the changes, each in one transaction; answered in the order of the file."""

    async def do(items: Sequence[FileChange]) -> list[bytes | Refusal]:
        cancels = [(one.idempotency_key, str(one.order_id), one.cancel(by, evidence)) for one in items if one.cancels]
        cancelled = iter(await ask.batch(handlers.cancel, cancels, by=by) if cancels else ())
        rest = [one for one in items if not one.cancels]
        changes = [(one.idempotency_key, str(one.order_id), one.change(by, evidence)) for one in rest]
        changed = iter(await ask.batch(handlers.change, changes, by=by) if changes else ())
        return [next(cancelled if one.cancels else changed) for one in items]

    return await answer_each(batch, FileChange.model_validate, do)
