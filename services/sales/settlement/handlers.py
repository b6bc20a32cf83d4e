"""Money, credit, and the end (flow: The end)."""

from __future__ import annotations

from collections.abc import Sequence

from chassis.handling import Db, Handler
from contracts.event import Event
from contracts.finance import (
    AdvanceRequested,
    CreditHeld,
    CreditReleased,
    InvoiceCredited,
    InvoiceIssued,
    PaymentOverdue,
    PaymentReceived,
)
from contracts.sales import OrderClosed, OrderConfirmed, OrderReleased
from services.sales import store as book
from services.sales.order import Step
from services.sales.settle import hear, note, settle
from services.sales.settlement import rules, store


async def hear_held(db: Db, events: Sequence[CreditHeld]) -> list[tuple[()]]:
    """Nothing more is confirmed or released for the customer; what was said stands."""
    await store.keep_credit(db, [(event.customer, event.version, True, event.reason) for event in events])
    return [() for _ in events]


async def hear_released(db: Db, events: Sequence[CreditReleased]) -> list[tuple[OrderConfirmed | OrderReleased, ...]]:
    """The customer's sleeping orders go on: order.confirmed and order.released of many orders."""
    awake = await store.keep_credit(db, [(event.customer, event.version, False, "") for event in events])
    entries = await book.load_sleeping(db, sorted(awake))
    said = await settle(db, {id_: (Step(entry.order), entry.hold) for id_, entry in entries.items()})
    by_customer: dict[str, tuple[OrderConfirmed | OrderReleased, ...]] = {}
    for id_, entry in entries.items():
        customer = entry.order.content.customer
        by_customer[customer] = (*by_customer.get(customer, ()), *said[id_])
    return [by_customer.get(event.customer, ()) for event in events]


async def hear_advance(db: Db, events: Sequence[AdvanceRequested]) -> list[tuple[OrderReleased, ...]]:
    """order.released, when the advance has come already."""
    return await hear(db, events, rules.advance_asked)


async def hear_invoiced(db: Db, events: Sequence[InvoiceIssued]) -> list[tuple[OrderClosed, ...]]:
    """order.closed, when nothing else was missing."""
    return await hear(db, events, rules.invoiced)


async def hear_credited(db: Db, events: Sequence[InvoiceCredited]) -> list[tuple[OrderClosed, ...]]:
    """order.closed, when nothing else was missing."""
    return await hear(db, events, rules.credited)


async def hear_paid(db: Db, events: Sequence[PaymentReceived]) -> list[tuple[OrderReleased | OrderClosed, ...]]:
    """order.closed, when nothing else was missing; of an advance: order.released."""
    return await hear(db, events, rules.paid)


async def hear_overdue(db: Db, events: Sequence[PaymentOverdue]) -> list[tuple[()]]:
    return await note(db, events, rules.overdue)


HANDLES: dict[type[Event], Handler] = {
    CreditHeld: hear_held,
    CreditReleased: hear_released,
    AdvanceRequested: hear_advance,
    InvoiceIssued: hear_invoiced,
    InvoiceCredited: hear_credited,
    PaymentReceived: hear_paid,
    PaymentOverdue: hear_overdue,
}
