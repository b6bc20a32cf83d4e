"""An advance is no invoice: asked when the order is agreed, a liability until used, given back at the end."""

from __future__ import annotations

from datetime import date, timedelta

from contracts.finance import AdvanceRequested, PaymentRefunded
from contracts.sales import OrderChanged, OrderConfirmed
from contracts.stages import End
from services.finance.account.rules.account import Account, Turn
from services.finance.account.rules.follow import ask, follow
from services.finance.account.rules.values import RANK
from services.finance.policy import Way

Agreed = OrderConfirmed | OrderChanged


def agree(account: Account, order: Agreed, today: date, due_days: int) -> Turn[AdvanceRequested]:
    """Take over a binding version, and ask the advance that its terms ask. An older version only gives its name."""
    known = account.with_content(order.version, order.content)
    if not account.older_than(order.version, "confirmed"):
        return Turn(known if account.number else known.headed(order.content))
    agreed = known.agreed(order.content).but(version=order.version, stage="confirmed", review="")
    agreed = agreed.but(raised=isinstance(order, OrderChanged) and agreed.on_credit > account.on_credit)
    if not agreed.advance_share and not account.advance.asked:
        return Turn(agreed)
    return ask(agreed, agreed.advance_wanted, today + timedelta(days=due_days))


def end(
    account: Account, stage: End, version: int, refunds: Way = "automatic"
) -> Turn[AdvanceRequested | PaymentRefunded]:
    """The order is over. An unknown one leaves a tombstone."""
    if RANK[account.stage] >= RANK[stage]:
        return Turn(account)
    return follow(account.but(stage=stage, version=max(version, account.version)), refunds)
