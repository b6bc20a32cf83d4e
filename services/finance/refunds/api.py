"""HTTP of those who let money go back."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Annotated
from uuid import UUID

from fastapi import Depends, Path, Response

from chassis.handling import Reading, Subject, Subjects
from chassis.http.identity import Person, allow
from chassis.http.page import FIRST, Limit, Page
from chassis.http.router import Router
from chassis.http.web import Ask, Look
from contracts.scalars import Code, Count
from services.finance.account import store as accounts
from services.finance.account.paths import OrderId
from services.finance.account.rules.account import Account
from services.finance.account.rules.values import RefundState
from services.finance.refunds import handlers, rules
from services.finance.refunds.view import Refund, shown

Reader = Annotated[
    Person,
    Depends(allow("accountant", "finance manager", "general manager", "merchandiser", "sales manager", "management")),
]

router = Router(prefix="/api/v1", tags=["refunds"])


class Refunds(Page[Refund]):
    """Orders' refunds; ``next`` is the cursor of the next page."""


@router.get("/refunds", response_model=Refunds)
async def list_refunds(
    db: Look,
    _: Reader,
    state: RefundState | None = None,
    customer: Code | None = None,
    after: UUID = FIRST,
    limit: Limit = 100,
) -> Refunds:
    """Money that waits for a person to let it go back, and what went back so; ``limit`` counts orders."""
    found = await accounts.listed(db, "due_back", state, customer, after, limit)
    seen = [shown(account, n + 1) for account in found for n in range(len(account.due_back))]
    items = tuple(refund for refund in seen if state is None or refund.state == state)
    return Refunds(items=items, next=found[-1].order_id if len(found) == limit else None)


@router.post("/orders/{order_id}/refunds/{refund}/approve", response_model=Refund)
async def approve_refund(
    by: Annotated[Person, Depends(allow("finance manager", "general manager"))],
    order_id: OrderId,
    refund: Annotated[Count, Path(ge=1)],
    ask: Ask,
) -> Response:
    """The money leaves the bank; by no accountant, who may have booked what is too much (FIN-7)."""
    return await ask(handlers.approve, rules.Approve(order_id, refund, by.code), key=str(order_id), by=by)


async def _of_orders(db: Reading, orders: Sequence[UUID]) -> list[Subject]:
    return [subject for account in await accounts.of_orders(db, "due_back", orders) for subject in _subjects(account)]


async def _waiting(db: Reading, after: UUID | None, limit: int) -> list[Subject]:
    found = await accounts.listed(db, "due_back", "waiting", None, after or FIRST, limit)
    return [subject for account in found for subject in _subjects(account)]


def _subjects(account: Account) -> Iterator[Subject]:
    for refund in (shown(account, n + 1) for n in range(len(account.due_back))):
        name = f"{refund.document} {refund.amount.amount:f} {refund.amount.currency}"
        yield Subject("refund", refund.order_id, name, {"order_id": refund.order_id, "refund": refund.refund}, {})


SUBJECTS = Subjects(_of_orders, _waiting)
