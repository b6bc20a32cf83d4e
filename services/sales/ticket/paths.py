"""What paths name a service ticket by, and where people find it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated
from uuid import UUID

from chassis import clock
from chassis.handling import Reading, Subject, Subjects
from chassis.http.named import named
from services.sales.ticket import store
from services.sales.ticket.rules import Ticket

TicketId = Annotated[UUID, named("ticket", "ticket_id", store.numbered)]
"""A ticket by its id, or as ST-2026-000123."""


async def _of_orders(db: Reading, orders: Sequence[UUID]) -> Sequence[Subject]:
    return [_subject(one) for one in await store.of_orders(db, orders)]


async def _waiting(db: Reading, after: UUID | None, limit: int) -> Sequence[Subject]:
    return [_subject(one) for one in await store.waiting(db, after, limit)]


def _subject(one: Ticket) -> Subject:
    says = {"order_id": one.order_id, "complaint": one.complaint}
    due = clock.end_of(one.due) if one.due else None
    return Subject("ticket", one.ticket_id, one.number, {"ticket_id": one.ticket_id}, says, due)


SUBJECTS = Subjects(_of_orders, _waiting)
"""Tickets about orders, and those that are not closed, each before who has it."""
