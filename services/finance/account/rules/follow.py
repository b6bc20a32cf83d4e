"""What follows by itself from what became of an order's money (FIN-1, FIN-2, FIN-7).

Of an order that is over, what no invoice used of its advance goes back, and nothing more of it is asked. Of one that
is agreed, the advance is asked anew whenever the order comes to something else.
Money that goes back leaves the bank by rule, or waits as a liability until a person lets it go.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from uuid import UUID

from contracts.finance import AdvanceRequested, PaymentOverdue, PaymentRefunded
from services.finance.account.rules.account import Account, Turn
from services.finance.account.rules.entries import ADVANCES, BANK, OVERPAID, credit, debit
from services.finance.account.rules.values import DueBack, RefundOf
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
    entry = account.entry("refund", account.number, debit(ADVANCES, unused), credit(paid_from(refunds), unused))
    return Turn(left, (), entry).then(give(left, unused, "advance", account.number, refunds))


def paid_from(way: Way) -> str:
    """The account that a refund lowers or raises at once: the bank, or what is owed to the customer until approved."""
    return BANK if way == "automatic" else OVERPAID


def give(
    account: Account, amount: Decimal, of: RefundOf, document: str, way: Way, invoice_id: UUID | None = None
) -> Turn[PaymentRefunded]:
    """Refund by rule, or put it before a person; its entry is written by who owed the money before."""
    due = DueBack(amount=amount, of=of, invoice_id=invoice_id, document=document)
    if way == "automatic":
        return Turn(account, (refunded(account, due),))
    return Turn(account.but(due_back=(*account.due_back, due)))


def refunded(account: Account, due: DueBack) -> PaymentRefunded:
    return PaymentRefunded(
        order_id=account.order_id, amount=account.money(due.amount), of=due.of, invoice_id=due.invoice_id
    )


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


def fall_overdue(account: Account, today: date) -> Turn[PaymentOverdue]:
    """Say once of each invoice, and of the advance of an order that goes on, that its due date has passed (FIN-4)."""
    events: list[PaymentOverdue] = []
    for invoice in account.invoices:
        if invoice.outstanding > 0 and invoice.due < today and not invoice.overdue:
            account = account.with_invoice(invoice.but(overdue=True))
            events.append(_overdue(account, invoice.invoice_id, invoice.outstanding, invoice.due))
    advance = account.advance
    if account.binding and advance.outstanding and advance.due and advance.due < today and not advance.overdue:
        account = account.with_advance(overdue=True)
        events.append(_overdue(account, None, advance.outstanding, advance.due))
    return Turn(account, tuple(events))


def _overdue(account: Account, invoice_id: UUID | None, outstanding: Decimal, due: date) -> PaymentOverdue:
    return PaymentOverdue(
        order_id=account.order_id,
        customer=account.customer,
        invoice_id=invoice_id,
        outstanding=account.money(outstanding),
        due=due,
    )
