"""Money that came, and money that did not."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from chassis import clock
from chassis.handling import Answer, Db, Timer
from chassis.refusal import Refusal
from contracts.event import Event
from contracts.finance import PaymentOverdue
from services.finance.accounts import store as accounts
from services.finance.accounts.rules import Account, Turn
from services.finance.payments import rules, store
from services.finance.policy import policy


async def pay(db: Db, payments: Sequence[rules.Payment]) -> list[Answer | Refusal]:
    """Book each bank line once."""
    before = await accounts.load(db, [payment.order_id for payment in payments])
    known = dict(await store.known(db, [payment.bank_reference for payment in payments]))
    answers: list[Answer | Refusal] = []
    booked: list[tuple[Account, Turn[Event], rules.Booked]] = []
    for account, payment in zip(before, payments, strict=True):
        if payment.bank_reference in known:
            same = rules.again(known[payment.bank_reference], payment)
            answers.append(same if isinstance(same, Refusal) else Answer(same))
            continue
        turn, receipt = rules.settle(account, payment, _may_write_off(payment), policy().refunds)
        known[payment.bank_reference] = receipt
        booked.append((account, turn, receipt))
        answers.append(Answer(receipt, turn.events))
    await accounts.save(
        db,
        [account for account, _, _ in booked],
        [turn for _, turn, _ in booked],
        clock.today(),
        payments=[receipt for _, _, receipt in booked],
    )
    return answers


def _may_write_off(payment: rules.Payment) -> Decimal:
    return rules.may_write_off(payment.amount.currency, policy().write_off_up_to, policy().currency_values)


async def find_due(db: Db, now: datetime) -> list[tuple[str, UUID]]:
    """Orders with something newly overdue, by order."""
    return [(str(order_id), order_id) for order_id in await store.due(db, clock.local_date(now))]


async def fall_overdue(db: Db, orders: Sequence[UUID]) -> list[tuple[PaymentOverdue, ...]]:
    """Say what is overdue, looked at again under the lock."""
    today = clock.today()
    before = await accounts.load(db, orders)
    turns = [rules.fall_overdue(account, today) for account in before]
    await accounts.save(db, before, turns, today)
    return [turn.events for turn in turns]


TIMERS = (Timer("overdue", find_due, fall_overdue),)
