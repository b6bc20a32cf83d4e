"""HTTP of who reminds customers, and of who looks at what was sent (FIN-4)."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import Depends, Response

from chassis.http.identity import Person, allow
from chassis.http.page import FIRST, Limit, Page
from chassis.http.router import Router
from chassis.http.web import Ask, Look
from contracts.scalars import Code
from services.finance.account.paths import OrderId, Reader
from services.finance.reminders import handlers, rules, store
from services.finance.reminders.rules import Reminder
from services.finance.reminders.view import RemindersSent

router = Router(prefix="/api/v1", tags=["reminders"])
Reminding = Annotated[Person, Depends(allow("accountant", "finance manager", "merchandiser", "sales manager"))]


class Reminders(Page[Reminder]):
    """In the order of their sending; ``next`` is the cursor of the next page."""


@router.get("/reminders", response_model=Reminders)
async def list_reminders(
    db: Look,
    _: Reader,
    order_id: UUID | None = None,
    customer: Code | None = None,
    after: UUID = FIRST,
    limit: Limit = 100,
) -> Reminders:
    """Who was reminded of which invoice, how often, when and in which words."""
    items = await store.listed(db, order_id, customer, after, limit)
    return Reminders(items=tuple(items), next=items[-1].reminder_id if len(items) == limit else None)


@router.post("/orders/{order_id}/remind", response_model=RemindersSent)
async def remind_customer(by: Reminding, order_id: OrderId, ask: Ask) -> Response:
    """Remind the customer now of what he has not paid of the order's advance and invoices."""
    return await ask(handlers.remind_by_hand, rules.Remind(order_id, by.code), key=str(order_id), by=by)
