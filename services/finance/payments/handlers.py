"""Money that came, and money that did not."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from chassis import clock
from chassis.figures import holding
from chassis.handling import Answer, Db, Reading, Timer
from chassis.refusal import Refusal
from contracts.finance import PaymentOverdue
from services.finance.account import work
from services.finance.account.rules.account import Account, Turn
from services.finance.account.rules.follow import fall_overdue
from services.finance.payments import store
from services.finance.payments.rules import (
    PastDue,
    Payment,
    Said,
    may_write_off,
    refuse_another,
    refuse_brought,
    settle,
)
from services.finance.policy import Policy
from services.finance.rates import store as rates


async def pay(db: Db, payments: Sequence[Payment]) -> list[Answer[Said] | Refusal]:
    """Book each bank line once."""
    policy = await holding(db, Policy)
    values = await rates.values(db, clock.today()) if policy.write_off_up_to else {}
    booked, brought = await store.lines(db, [payment.bank_reference for payment in payments])

    def do(account: Account, payment: Payment, _: date) -> Turn[Said] | Refusal:
        if known := booked.get(payment.bank_reference):
            return refuse_another(known, payment) or Turn(account)
        if refused := refuse_brought(brought, payment):
            return refused
        up_to = may_write_off(payment.amount.currency, policy.write_off_up_to, values)
        turn = settle(account, payment, policy.refunds, up_to)
        (booked[payment.bank_reference],) = turn.payments
        return turn

    return await work.command(db, payments, do, lambda _, payment: booked[payment.bank_reference])


async def find_past_due(db: Reading, now: datetime) -> list[tuple[str, PastDue]]:
    """Orders with something newly overdue, by order."""
    return [(str(order_id), PastDue(order_id)) for order_id in await store.due(db, clock.local_date(now))]


async def tell_overdue(db: Db, orders: Sequence[PastDue]) -> list[tuple[PaymentOverdue, ...]]:
    """Say what is overdue, looked at again under the lock."""
    return await work.handle(db, orders, lambda account, _, today: fall_overdue(account, today))


TIMERS = (Timer("overdue", find_past_due, tell_overdue, pace="day"),)
