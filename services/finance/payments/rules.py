"""A payment settles the advance and the invoices of one order; what the order asks no more goes back (FIN-2)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Annotated, Any
from uuid import UUID

from pydantic import BeforeValidator

from chassis.refusal import Refusal
from contracts.event import Value
from contracts.finance import PaymentOverdue, PaymentReceived, PaymentRefunded
from contracts.money import Money
from contracts.scalars import Reference
from services.finance.accounts.rules import Account, Turn
from services.finance.billing.rules import ZERO, Invoice
from services.finance.ledger import rules as ledger
from services.finance.policy import Way
from services.finance.refunds.rules import give


class BankReferenceUsed(Refusal):
    """The bank reference {bank_reference} was booked already, with {amount} of {customer} for {reference}; what came
    now is not taken. Another payment has another bank reference."""


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
class Payment:
    """A line of a bank statement; ``invoice_id`` when its reference is an invoice's number."""

    order_id: UUID
    invoice_id: UUID | None
    customer: str
    amount: Money
    reference: str
    bank_reference: str


class Settled(Value):
    """What part of a payment settled what; no invoice: the advance."""

    invoice_id: UUID | None
    number: str
    amount: Decimal
    outstanding: Decimal
    written_off: Decimal = ZERO
    """What the payment left open of the invoice and the policy gave up."""


class Booked(Value):
    """A payment as it was booked: what it settled, and what was above all that is owed."""

    bank_reference: str
    order_id: UUID
    customer: str
    reference: str
    amount: Money
    settled: tuple[Settled, ...]
    refunded: Money
    """Given back, by rule at once or when a person lets it go."""


def again(known: Booked, payment: Payment) -> Booked | Refusal:
    """The same bank line twice is one payment; another line must not bear its reference."""
    was = (known.order_id, known.customer, known.amount, known.reference)
    if was == (payment.order_id, payment.customer, payment.amount, payment.reference):
        return known
    return BankReferenceUsed(
        bank_reference=known.bank_reference,
        amount=f"{known.amount.amount} {known.amount.currency}",
        customer=known.customer,
        reference=known.reference,
    )


def may_write_off(currency: str, up_to: Decimal, values: Mapping[str, Decimal]) -> Decimal:
    """``up_to`` of the company's currency in another one, not rounded; nothing in one that nobody valued (FIN-7)."""
    return up_to / values[currency] if currency in values else ZERO


def settle(
    account: Account, payment: Payment, write_off: Decimal = ZERO, refunds: Way = "automatic"
) -> tuple[Turn[PaymentReceived | PaymentRefunded], Booked]:
    """The invoice that it names, else the open advance; then the order's invoices, by due date.

    Of the rest, what the order is still to be billed is kept as its advance; what is above that goes back.
    When it leaves no more than ``write_off`` open of an invoice, in the invoice's currency, nothing of it stays open.
    """
    turn, settled = _allocate(account, payment, write_off)
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
    received = Turn(turn.account, turn.events, _receipt(account, booked))
    return received.then(_refund(received.account, payment, over, refunds)), booked


def _allocate(
    account: Account, payment: Payment, write_off: Decimal
) -> tuple[Turn[PaymentReceived], tuple[Settled, ...]]:
    rest, settled, events = payment.amount.amount, list[Settled](), list[PaymentReceived]()

    def keep(amount: Decimal) -> None:
        nonlocal account, rest
        account, kept = _keep(account, amount)
        settled.append(kept)
        events.append(_received(account, kept, account.advance.version))
        rest -= amount

    if asked := ZERO if payment.invoice_id or account.ended else min(rest, account.advance.outstanding):
        keep(asked)
    for invoice in _in_turn(account, payment.invoice_id):
        part = min(rest, invoice.outstanding)
        if part <= 0:
            continue
        paid, done = _pay(invoice, part, write_off)
        account = account.with_invoice(paid)
        settled.append(done)
        events.append(_received(account, done, paid.version))
        rest -= part
    if kept := min(rest, max(account.still_to_bill - account.advance.unused, ZERO)):
        keep(kept)
    return Turn(account, tuple(events)), tuple(settled)


def _keep(account: Account, amount: Decimal) -> tuple[Account, Settled]:
    """So much more of the advance has come."""
    advance = account.advance
    account = account.with_advance(received=advance.received + amount, version=advance.version + 1)
    outstanding = account.advance.outstanding
    return account, Settled(invoice_id=None, number=account.number, amount=amount, outstanding=outstanding)


def _in_turn(account: Account, named: UUID | None) -> list[Invoice]:
    """The invoice that the payment names, then the order's others by due date."""
    return sorted(account.invoices, key=lambda known: (known.invoice_id != named, known.due, known.position))


def _pay(invoice: Invoice, part: Decimal, write_off: Decimal) -> tuple[Invoice, Settled]:
    left = invoice.outstanding - part
    given_up = left if left <= write_off else ZERO
    paid = invoice.model_copy(
        update={
            "paid": invoice.paid + part,
            "written_off": invoice.written_off + given_up,
            "version": invoice.version + 1,
        }
    )
    return paid, Settled(
        invoice_id=paid.invoice_id,
        number=paid.number,
        amount=part,
        outstanding=paid.outstanding,
        written_off=given_up,
    )


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


def _receipt(account: Account, booked: Booked) -> tuple[ledger.Entry, ...]:
    settled = (
        ledger.credit(
            ledger.RECEIVABLE if part.invoice_id else ledger.ADVANCES, part.amount + part.written_off, part.invoice_id
        )
        for part in booked.settled
    )
    return account.entry(
        "payment",
        booked.bank_reference,
        ledger.debit(ledger.BANK, booked.amount.amount),
        ledger.debit(ledger.BANK_CHARGES, sum((part.written_off for part in booked.settled), ZERO)),
        *settled,
        ledger.credit(ledger.OVERPAID, booked.refunded.amount),
    )


def _refund(account: Account, payment: Payment, over: Decimal, refunds: Way) -> Turn[PaymentRefunded]:
    if not over:
        return Turn(account)
    late_advance = account.ended and account.advance.version and not payment.invoice_id
    entry = account.entry(
        "refund",
        payment.bank_reference,
        ledger.debit(ledger.OVERPAID, over),
        ledger.credit(ledger.BANK, over),
    )
    given = give(
        account,
        over,
        "advance" if late_advance else "overpayment",
        payment.bank_reference,
        refunds,
        payment.invoice_id,
    )
    return Turn(given.account, given.events, entry if refunds == "automatic" else ())


def fall_overdue(account: Account, today: date) -> Turn[PaymentOverdue]:
    """Say once of each invoice, and of the advance of an order that goes on, that its due date has passed (FIN-4)."""
    events: list[PaymentOverdue] = []
    for invoice in account.invoices:
        if invoice.outstanding > 0 and invoice.due < today and not invoice.overdue:
            account = account.with_invoice(invoice.model_copy(update={"overdue": True}))
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
