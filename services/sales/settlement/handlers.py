"""Money and credit (flow: The end)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from chassis.handling import Db, Handler, Nothing
from chassis.opened import on_opened
from contracts.event import Event
from contracts.finance import (
    AdvanceRequested,
    CreditHeld,
    CreditReleased,
    DebtRecovered,
    DebtWrittenOff,
    InvoiceCredited,
    InvoiceDueChanged,
    InvoiceIssued,
    PaymentOverdue,
    PaymentReceived,
    PaymentReversed,
)
from contracts.logistics import CreditAmended, CreditCompared, CreditReceived
from contracts.reasons import by_hand
from contracts.review import Reason
from contracts.sales import OrderClosed, OrderConfirmed, OrderReleased
from services.sales.order.rules.delay import DelayNews
from services.sales.order.work import handle, record, wake
from services.sales.settlement import rules, store


async def hold(db: Db, events: Sequence[CreditHeld]) -> list[Nothing]:
    """Nothing more is confirmed or released for the customer; what was published stands."""
    await store.save(db, [(event.customer, event.version, True, _reasons_of(event)) for event in events])
    return [() for _ in events]


def _reasons_of(event: CreditHeld) -> tuple[Reason, ...]:
    """An older message tells its text alone."""
    return event.reasons or (by_hand(event.reason),)


async def end_hold(
    db: Db, events: Sequence[CreditReleased]
) -> list[tuple[OrderConfirmed | OrderReleased | DelayNews, ...]]:
    """The customer's sleeping orders go on: many may be confirmed or released."""
    awake = await store.save(db, [(event.customer, event.version, False, ()) for event in events])
    published: Mapping[str, tuple[OrderConfirmed | OrderReleased | DelayNews, ...]] = await wake(db, sorted(awake))
    return [published.get(event.customer, ()) for event in events]


@on_opened
async def record_advance(db: Db, events: Sequence[AdvanceRequested]) -> list[tuple[OrderReleased | DelayNews, ...]]:
    """Releases what waits for it, when the advance has come already."""
    return await handle(db, events, rules.advance_asked)


@on_opened
async def record_invoice(db: Db, events: Sequence[InvoiceIssued]) -> list[tuple[OrderClosed | DelayNews, ...]]:
    """Closes the order, when nothing else was missing."""
    return await handle(db, events, rules.invoiced)


@on_opened
async def record_due(db: Db, events: Sequence[InvoiceDueChanged]) -> list[Nothing]:
    await record(db, [(event.order_id, event) for event in events], rules.due_changed)
    return [() for _ in events]


@on_opened
async def record_credit(db: Db, events: Sequence[InvoiceCredited]) -> list[tuple[OrderClosed | DelayNews, ...]]:
    """Closes the order, when nothing else was missing."""
    return await handle(db, events, rules.credited)


@on_opened
async def record_payment(
    db: Db, events: Sequence[PaymentReceived]
) -> list[tuple[OrderReleased | OrderClosed | DelayNews, ...]]:
    """Closes the order, when nothing else was missing; an advance lets it be released."""
    return await handle(db, events, rules.paid)


@on_opened
async def record_reversal(db: Db, events: Sequence[PaymentReversed]) -> list[tuple[DelayNews, ...]]:
    """What is owed again keeps the order open, an advance keeps back what is not released yet; what left stands."""
    return await handle(db, events, rules.paid)


@on_opened
async def record_write_off(db: Db, events: Sequence[DebtWrittenOff]) -> list[tuple[OrderClosed | DelayNews, ...]]:
    """Closes the order, when nothing else was missing: nobody waits for this money any more."""
    return await handle(db, events, rules.given_up)


@on_opened
async def record_recovery(db: Db, events: Sequence[DebtRecovered]) -> list[tuple[DelayNews, ...]]:
    """Owed again until its payment, which is said with it, is heard."""
    return await handle(db, events, rules.given_up)


@on_opened
async def record_credit_told(
    db: Db, events: Sequence[CreditReceived | CreditAmended | CreditCompared]
) -> list[tuple[OrderReleased | DelayNews, ...]]:
    """Releases what waits for its letter of credit, when that is in order."""
    return await handle(db, events, rules.credit_told)


@on_opened
async def record_overdue(db: Db, events: Sequence[PaymentOverdue]) -> list[Nothing]:
    await record(db, [(event.order_id, event) for event in events], rules.overdue)
    return [() for _ in events]


HANDLES: Mapping[type[Event], Handler] = {
    CreditHeld: hold,
    CreditReleased: end_hold,
    AdvanceRequested: record_advance,
    InvoiceIssued: record_invoice,
    InvoiceDueChanged: record_due,
    InvoiceCredited: record_credit,
    PaymentReceived: record_payment,
    PaymentReversed: record_reversal,
    DebtWrittenOff: record_write_off,
    DebtRecovered: record_recovery,
    PaymentOverdue: record_overdue,
    CreditReceived: record_credit_told,
    CreditAmended: record_credit_told,
    CreditCompared: record_credit_told,
}
