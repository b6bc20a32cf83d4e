"""A payment settles the advance and the invoices of one order; what the order asks no more goes back (FIN-2)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated, Any
from uuid import UUID

from pydantic import BeforeValidator

from chassis.refusal import Refusal
from contracts.finance import DebtRecovered, PaymentReceived, PaymentRefunded
from contracts.money import Money
from contracts.scalars import Reference
from services.finance.account.rules import entries
from services.finance.account.rules.account import Account, Turn
from services.finance.account.rules.bad_debt import recover
from services.finance.account.rules.follow import give
from services.finance.account.rules.invoice import Invoice
from services.finance.account.rules.values import ZERO, Booked, Settled
from services.finance.policy import Way

Said = PaymentReceived | PaymentRefunded | DebtRecovered


class BankReferenceUsed(Refusal):
    """The bank reference {bank_reference} was booked already, with {amount} of {customer} for {reference}; what came
    now is not taken. Another payment has another bank reference."""

    of_input = True


class BroughtByFile(Refusal):
    """A bank's file brought {amount} under the bank reference {bank_reference}; say of that receipt what it is for."""

    of_input = True


def one_way_to_write(reference: Any) -> Any:
    """Of all ways to write a bank's reference one: full-width letters, blanks of any kind and invisible characters."""
    if not isinstance(reference, str):
        return reference
    plain = unicodedata.normalize("NFKC", reference)
    seen = "".join(letter for letter in plain if unicodedata.category(letter) != "Cf")
    return re.sub(r"\s+", " ", seen).strip()


BankReference = Annotated[Reference, BeforeValidator(one_way_to_write)]
"""What the bank calls a line; ``FT-1 `` is ``FT-1``."""


@dataclass(frozen=True)
class PastDue:
    """An order with something unpaid of which nobody was told yet that it is overdue."""

    order_id: UUID


@dataclass(frozen=True)
class Payment:
    """A line of a bank statement; ``invoice_id`` when its reference is an invoice's number."""

    order_id: UUID
    invoice_id: UUID | None
    customer: str
    amount: Money
    reference: str
    bank_reference: str
    receipt_id: UUID | None = None
    """What a bank's file brought, from which it is taken."""


def refuse_another(known: Booked, payment: Payment) -> Refusal | None:
    """The same bank line twice is one payment; another line must not bear its reference."""
    was = (known.order_id, known.customer, known.amount, known.reference)
    if was == (payment.order_id, payment.customer, payment.amount, payment.reference):
        return None
    return BankReferenceUsed(
        bank_reference=known.bank_reference,
        amount=f"{known.amount.amount} {known.amount.currency}",
        customer=known.customer,
        reference=known.reference,
    )


def refuse_brought(brought: Collection[tuple[str, Money]], payment: Payment) -> Refusal | None:
    """What is in the bank by its file already would be there twice."""
    if (payment.bank_reference, payment.amount) not in brought:
        return None
    amount = f"{payment.amount.amount} {payment.amount.currency}"
    return BroughtByFile(amount=amount, bank_reference=payment.bank_reference)


def may_write_off(currency: str, up_to: Decimal, values: Mapping[str, Decimal]) -> Decimal:
    """``up_to`` of the company's currency in another one, not rounded; nothing in one that nobody valued (FIN-7)."""
    return up_to / values[currency] if currency in values else ZERO


def settle(
    account: Account, payment: Payment, refunds: Way, write_off: Decimal = ZERO, lies_on: str = entries.BANK
) -> Turn[Said]:
    """The invoice that it names, else the open advance; then the order's invoices, by due date, then what of them was
    given up.

    Of the rest, what the order is still to be billed is kept as its advance; what is above that goes back.
    ``lies_on``: the account of the ledger where the money is.
    When it leaves no more than ``write_off`` open of an invoice, in the invoice's currency, nothing of it stays open.
    """
    again = _recovered(account, payment)
    turn, settled = _allocate(again.document, payment, write_off)
    over = payment.amount.amount - sum((part.amount for part in settled), ZERO)
    booked = Booked(
        bank_reference=payment.bank_reference,
        order_id=account.order_id,
        customer=account.customer,
        reference=payment.reference,
        amount=payment.amount,
        settled=settled,
        refunded=account.money(over),
    )
    posted = _receipt(account, booked, _lies(payment, lies_on))
    received = again.then(Turn(turn.document, turn.events, posted, (booked,)))
    return received.then(_refund(received.document, payment, over, refunds))


def _allocate(
    account: Account, payment: Payment, write_off: Decimal
) -> tuple[Turn[PaymentReceived], tuple[Settled, ...]]:
    rest, settled, events = payment.amount.amount, list[Settled](), list[PaymentReceived]()

    def take(after: Account, part: Settled, version: int) -> None:
        nonlocal account, rest
        account, rest = after, rest - part.amount
        settled.append(part)
        events.append(_received(account, part, version))

    if asked := min(rest, _asks_first(account, payment)):
        take(*_keep(account, asked))
    for invoice in _in_turn(account, payment.invoice_id):
        if (part := min(rest, invoice.outstanding)) > 0:
            take(*_pay(account, invoice, part, write_off))
    if kept := min(rest, max(account.still_to_bill - account.advance.unused, ZERO)):
        take(*_keep(account, kept))
    return Turn(account, tuple(events)), tuple(settled)


def _recovered(account: Account, payment: Payment) -> Turn[DebtRecovered]:
    """What was given up is owed again as far as this pays it: of the invoice that it names, and of what is left of it
    when all that is open is paid."""
    turn, open_ = Turn[DebtRecovered](account), sum((invoice.outstanding for invoice in account.invoices), ZERO)
    left = payment.amount.amount - _asks_first(account, payment) - open_
    for invoice in _in_turn(account, payment.invoice_id):
        named = invoice.invoice_id == payment.invoice_id
        part = min(payment.amount.amount - invoice.outstanding if named else left, invoice.lost)
        if part > 0:
            turn, left = turn.then(recover(turn.document, invoice, part)), left - part
    return turn


def _asks_first(account: Account, payment: Payment) -> Decimal:
    """Of its advance, unless it is for an invoice."""
    return ZERO if payment.invoice_id or account.ended else account.advance.outstanding


def _keep(account: Account, amount: Decimal) -> tuple[Account, Settled, int]:
    """So much more of the advance has come."""
    kept = account.with_advance(received=account.advance.received + amount, version=account.advance.version + 1)
    outstanding, version = kept.advance.outstanding, kept.advance.version
    return kept, Settled(invoice_id=None, number=kept.number, amount=amount, outstanding=outstanding), version


def _in_turn(account: Account, named: UUID | None) -> list[Invoice]:
    """The invoice that the payment names, then the order's others by due date."""
    return sorted(account.invoices, key=lambda known: (known.invoice_id != named, known.due, known.position))


def _pay(account: Account, invoice: Invoice, part: Decimal, write_off: Decimal) -> tuple[Account, Settled, int]:
    left = invoice.outstanding - part
    given_up = left if left <= write_off else ZERO
    written_off, version = invoice.written_off + given_up, invoice.version + 1
    paid = invoice.but(paid=invoice.paid + part, written_off=written_off, version=version)
    settled = Settled(
        invoice_id=paid.invoice_id, number=paid.number, amount=part, outstanding=paid.outstanding, written_off=given_up
    )
    return account.with_invoice(paid), settled, version


def _received(account: Account, settled: Settled, version: int) -> PaymentReceived:
    return PaymentReceived(
        order_id=account.order_id,
        customer=account.customer,
        invoice_id=settled.invoice_id,
        version=version,
        advance=settled.invoice_id is None,
        amount=account.money(settled.amount),
        outstanding=settled.outstanding,
    )


def _lies(payment: Payment, account: str) -> entries.Posting:
    of = payment.receipt_id if account == entries.SUSPENSE else None
    return entries.debit(account, payment.amount.amount).but(receipt_id=of)


def _receipt(account: Account, booked: Booked, lies_on: entries.Posting) -> tuple[entries.Entry, ...]:
    settled = (
        entries.credit(
            entries.RECEIVABLE if part.invoice_id else entries.ADVANCES, part.amount + part.written_off, part.invoice_id
        )
        for part in booked.settled
    )
    return account.entry(
        "payment",
        booked.bank_reference,
        lies_on,
        entries.debit(entries.BANK_CHARGES, sum((part.written_off for part in booked.settled), ZERO)),
        *settled,
        entries.credit(entries.OVERPAID, booked.refunded.amount),
    )


def _refund(account: Account, payment: Payment, over: Decimal, refunds: Way) -> Turn[PaymentRefunded]:
    if not over:
        return Turn(account)
    late_advance = account.ended and account.advance.version and not payment.invoice_id
    entry = account.entry(
        "refund", payment.bank_reference, entries.debit(entries.OVERPAID, over), entries.credit(entries.BANK, over)
    )
    given = give(
        account, over, "advance" if late_advance else "overpayment", payment.bank_reference, refunds, payment.invoice_id
    )
    return Turn(given.document, given.events, entry if refunds == "automatic" else ())
