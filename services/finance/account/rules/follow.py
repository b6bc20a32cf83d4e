"""What follows by itself from what became of an order's money (FIN-1, FIN-2).

Of an order that is over, what no invoice used of its advance goes back, and nothing more of it is asked. Of one that
is agreed, the advance is asked anew whenever the order comes to something else.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from contracts.finance import AdvanceRequested, PaymentRefunded
from services.finance.account.rules import entries
from services.finance.account.rules.account import Account, Turn
from services.finance.account.rules.refund import give, paid_from
from services.finance.policy import Way


def follow(account: Account, refunds: Way) -> Turn[PaymentRefunded | AdvanceRequested]:
    """All that follows; nothing does where it was followed already."""
    given_back = give_back(account, refunds)
    return given_back.then(ask_anew(given_back.document))


def give_back(account: Account, refunds: Way) -> Turn[PaymentRefunded]:
    """Of an order that is over: what is left of its advance."""
    unused = account.advance.unused
    if not (account.ended and unused):
        return Turn(account)
    left = account.with_advance(refunded=account.advance.refunded + unused)
    entry = account.entry(
        "refund", account.number, entries.debit(entries.ADVANCES, unused), entries.credit(paid_from(refunds), unused)
    )
    return Turn(left, (), entry).then(give(left, unused, "advance", account.number, refunds))


def ask_anew(account: Account) -> Turn[AdvanceRequested]:
    """Whichever is heard first, a change or what left before it, the same advance is asked in the end."""
    asks, advance = account.advance_asks, account.advance
    return Turn(account) if not advance.due or asks == advance.asked else ask(account, asks, advance.due)


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
