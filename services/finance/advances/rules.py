"""An advance is no invoice: asked when the order is agreed, a liability until used, given back at the end."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Literal

from contracts.finance import AdvanceRequested, PaymentRefunded
from contracts.sales import OrderChanged, OrderConfirmed
from services.finance.accounts.rules import RANK, Account, Stage, Turn
from services.finance.ledger import rules as ledger
from services.finance.policy import Way
from services.finance.refunds.rules import give, paid_from

Agreed = OrderConfirmed | OrderChanged
End = Literal["cancelled", "rejected", "closed"]


def agree(account: Account, order: Agreed, today: date, due_days: int) -> Turn[AdvanceRequested]:
    """Take over a binding version, and ask the advance that its terms ask. An older version only gives its name."""
    stage: Stage = "confirmed" if isinstance(order, OrderConfirmed) else "changed"
    if not account.older_than(order.version, stage):
        return Turn(account if account.number else account.headed(order.content))
    agreed = account.agreed(order.content).model_copy(update={"version": order.version, "stage": stage, "review": ""})
    agreed = agreed.model_copy(update={"raised": stage == "changed" and agreed.on_credit > account.on_credit})
    if not agreed.advance_share and not account.advance.asked:
        return Turn(agreed)
    return ask(agreed, agreed.advance_wanted, today + timedelta(days=due_days))


def ask(account: Account, amount: Decimal, due: date) -> Turn[AdvanceRequested]:
    """Ask so much in all; the due date stays while the amount does."""
    advance = account.advance
    if amount == advance.asked and advance.due:
        due = advance.due
    asked = account.with_advance(
        version=advance.version + 1, asked=amount, due=due, overdue=advance.overdue and due == advance.due
    )
    return Turn(asked, (_requested(asked, due),))


def _requested(account: Account, due: date) -> AdvanceRequested:
    return AdvanceRequested(
        order_id=account.order_id,
        order_version=account.version,
        advance_version=account.advance.version,
        amount=account.money(account.advance.asked),
        received=account.money(account.advance.received),
        due=due,
    )


def end(
    account: Account, stage: End, version: int, refunds: Way = "automatic"
) -> Turn[AdvanceRequested | PaymentRefunded]:
    """The order is over: nothing more is asked, what no invoice used goes back. An unknown order leaves a tombstone."""
    if RANK[account.stage] >= RANK[stage]:
        return Turn(account)
    ended = account.model_copy(update={"stage": stage, "version": max(version, account.version)})
    given_back = give_back(ended, refunds)
    advance = ended.advance
    if not (advance.outstanding and advance.due):
        return given_back
    return given_back.then(ask(given_back.account, advance.received, advance.due))


def give_back(account: Account, refunds: Way = "automatic") -> Turn[PaymentRefunded]:
    """Refund what is left of the advance."""
    unused = account.advance.unused
    if not unused:
        return Turn(account)
    left = account.with_advance(refunded=account.advance.refunded + unused)
    entry = account.entry(
        "refund", account.number, ledger.debit(ledger.ADVANCES, unused), ledger.credit(paid_from(refunds), unused)
    )
    return Turn(left, (), entry).then(give(left, unused, "advance", account.number, refunds))
