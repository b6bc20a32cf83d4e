"""A payment is undone in its order: what it settled is owed again, what it left over is not given back (FIN-2)."""

from __future__ import annotations

from decimal import Decimal
from uuid import UUID

from contracts.finance import AdvanceRequested, PaymentReversed
from services.finance.account.rules import entries
from services.finance.account.rules.account import Account, Turn
from services.finance.account.rules.entries import Posting
from services.finance.account.rules.follow import ask
from services.finance.account.rules.invoice import Invoice
from services.finance.account.rules.values import ZERO, Booked, DueBack, Settled

Said = PaymentReversed | AdvanceRequested
Undone = tuple[Account, tuple[PaymentReversed, ...], tuple[Posting, ...]]


def undo(account: Account, booked: Booked, reversal: str, receipt_id: UUID | None = None) -> Turn[Said] | None:
    """The order without the payment; what of its advance is wanting by that is asked anew.

    None where some of it was given back already, which a person must get.
    """
    account_now, events, postings = account, list[PaymentReversed](), list[Posting]()
    for part in reversed(booked.settled):
        done = _unpaid(account_now, part) if part.invoice_id else _not_advanced(account_now, part.amount)
        if done is None:
            return None
        account_now, said, posted = done
        events += said
        postings += posted
    if booked.refunded.amount:
        kept = _withdrawn(account_now, booked)
        if kept is None:
            return None
        account_now = kept
        postings.append(entries.debit(entries.OVERPAID, booked.refunded.amount))
    given_up = sum((part.written_off for part in booked.settled), ZERO)
    postings.append(entries.credit(entries.SUSPENSE, booked.amount.amount).but(receipt_id=receipt_id))
    postings.append(entries.credit(entries.BANK_CHARGES, given_up))
    turn = Turn(account_now, tuple(events), account.entry("reversal", reversal, *postings))
    return turn.then(_asked_again(account, account_now))


def _unpaid(account: Account, part: Settled) -> Undone | None:
    """The invoice is owed again, and is told anew when its date has passed."""
    invoice = next((one for one in account.invoices if one.invoice_id == part.invoice_id), None)
    if invoice is None:
        return None
    paid, written_off = invoice.paid - part.amount, invoice.written_off - part.written_off
    if paid < 0 or written_off < 0:
        return None
    open_again = invoice.but(paid=paid, written_off=written_off, version=invoice.version + 1, overdue=False)
    said = _reversed(account, part.amount, open_again)
    posted = entries.debit(entries.RECEIVABLE, part.amount + part.written_off, invoice.invoice_id)
    return account.with_invoice(open_again), (said,), (posted,)


def _not_advanced(account: Account, amount: Decimal) -> Undone | None:
    """Of the advance what is not used yet, then what invoices used of it, the newest first."""
    unused = min(amount, account.advance.unused)
    from_invoices, postings, rest = list[PaymentReversed](), [entries.debit(entries.ADVANCES, unused)], amount - unused
    for invoice in reversed(account.invoices):
        if taken := min(rest, invoice.advance_used):
            rest -= taken
            open_again = invoice.but(
                advance_used=invoice.advance_used - taken, version=invoice.version + 1, overdue=False
            )
            account = account.with_invoice(open_again).with_advance(used=account.advance.used - taken)
            from_invoices.append(_reversed(account, taken, open_again))
            postings.append(entries.debit(entries.RECEIVABLE, taken, invoice.invoice_id))
    if rest:
        return None
    advance = account.advance
    account = account.with_advance(received=advance.received - amount, version=advance.version + 1, overdue=False)
    said = () if account.ended else (_reversed(account, amount, None),)
    return account, (*from_invoices, *said), tuple(postings)


def _asked_again(before: Account, now: Account) -> Turn[AdvanceRequested]:
    """Its day stays: who waits for it hears of it as if it had never come."""
    wanting = now.advance.outstanding > before.advance.outstanding and not now.ended
    return ask(now, now.advance.asked, now.advance.due) if wanting and now.advance.due else Turn(now)


def _withdrawn(account: Account, booked: Booked) -> Account | None:
    """What waits to go back waits no more."""
    for place, due in enumerate(account.due_back):
        waits = due.state == "waiting" and due.document == booked.bank_reference
        if waits and due.amount == booked.refunded.amount:
            others: list[DueBack] = list(account.due_back)
            others[place] = due.but(state="withdrawn")
            return account.but(due_back=tuple(others))
    return None


def _reversed(account: Account, amount: Decimal, invoice: Invoice | None) -> PaymentReversed:
    owed = invoice.outstanding if invoice else account.advance.outstanding
    return PaymentReversed(
        order_id=account.order_id,
        customer=account.customer,
        invoice_id=invoice.invoice_id if invoice else None,
        version=invoice.version if invoice else account.advance.version,
        advance=invoice is None,
        amount=account.money(amount),
        outstanding=owed,
        due=invoice.due if invoice else account.advance.due,
    )
