"""HTTP of those who ask that a debt is given up, and who sign it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Annotated
from uuid import UUID

from fastapi import Depends, Path, Response
from pydantic import BaseModel, Field

from chassis.handling import Reading, Subject, Subjects
from chassis.http.identity import Person, allow
from chassis.http.page import FIRST, Limit, Page
from chassis.http.router import Router
from chassis.http.web import Ask, Look
from contracts.scalars import Code, Count, Number, Reference, Told
from services.finance.account import store as accounts
from services.finance.account.paths import OrderId, Reader
from services.finance.account.rules.account import Account
from services.finance.account.rules.values import WriteOffState
from services.finance.write_offs import handlers, rules
from services.finance.write_offs.view import WriteOffShown, shown

router = Router(prefix="/api/v1", tags=["write-offs"])


class AskWriteOff(BaseModel):
    """So much of an invoice, by its number, or all that is owed of it."""

    invoice: Reference
    amount: Annotated[Number, Field(gt=0, lt=10**12)] | None = None
    reason: Told


class SignWriteOff(BaseModel):
    approve: bool


class WriteOffs(Page[WriteOffShown]):
    """Orders' write-offs; ``next`` is the cursor of the next page."""


@router.post("/orders/{order_id}/write-offs", response_model=WriteOffShown)
async def ask_write_off(
    by: Annotated[Person, Depends(allow("accountant", "merchandiser"))],
    order_id: OrderId,
    asked: AskWriteOff,
    ask: Ask,
) -> Response:
    """What the customer will not pay; booked as a loss when all have signed whose amount it is above (FIN-4, FIN-7)."""
    command = rules.Ask(order_id, asked.invoice, asked.amount, asked.reason, by.code)
    return await ask(handlers.ask, command, key=str(order_id), by=by)


@router.post("/orders/{order_id}/write-offs/{write_off}/sign", response_model=WriteOffShown)
async def sign_write_off(
    by: Annotated[Person, Depends(allow("finance manager", "general manager"))],
    order_id: OrderId,
    write_off: Annotated[Count, Path(ge=1)],
    asked: SignWriteOff,
    ask: Ask,
) -> Response:
    """By nobody who asked it or signed it before; the last signature books it (FIN-7)."""
    command = rules.Sign(order_id, write_off, asked.approve, by.code, by.roles)
    return await ask(handlers.sign, command, key=str(order_id), by=by)


@router.get("/write-offs", response_model=WriteOffs)
async def list_write_offs(
    db: Look,
    _: Reader,
    state: WriteOffState | None = None,
    customer: Code | None = None,
    after: UUID = FIRST,
    limit: Limit = 100,
) -> WriteOffs:
    """What waits for a signature, and what was given up; ``limit`` counts orders."""
    found = await accounts.listed(db, "write_offs", state, customer, after, limit)
    seen = [shown(account, n + 1) for account in found for n in range(len(account.write_offs))]
    items = tuple(one for one in seen if state is None or one.state == state)
    return WriteOffs(items=items, next=found[-1].order_id if len(found) == limit else None)


async def _of_orders(db: Reading, orders: Sequence[UUID]) -> list[Subject]:
    return [subject for account in await accounts.of_orders(db, "write_offs", orders) for subject in _subjects(account)]


async def _awaited(db: Reading, after: UUID | None, limit: int) -> list[Subject]:
    found = await accounts.listed(db, "write_offs", "awaited", None, after or FIRST, limit)
    return [subject for account in found for subject in _subjects(account)]


def _subjects(account: Account) -> Iterator[Subject]:
    for one in (shown(account, n + 1) for n in range(len(account.write_offs))):
        name = f"{one.number} {one.amount.amount:f} {one.amount.currency}"
        yield Subject("write_off", one.order_id, name, {"order_id": one.order_id, "write_off": one.write_off}, {})


SUBJECTS = Subjects(_of_orders, _awaited)
