"""What comes back is credited at the invoice's price; the freight only when all of the shipment is back (FIN-1)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from contracts.finance import InvoiceCredited, PaymentRefunded
from contracts.money import rounded
from contracts.warehouse import ReturnReceived
from services.finance.account.rules import entries
from services.finance.account.rules.account import Account, Turn
from services.finance.account.rules.bad_debt import postings
from services.finance.account.rules.billing import Bill
from services.finance.account.rules.entries import Entry
from services.finance.account.rules.follow import give, paid_from
from services.finance.account.rules.invoice import Billed, CreditNote, Invoice
from services.finance.account.rules.values import ZERO
from services.finance.policy import Way


def credit_of(invoice: Invoice) -> Bill:
    """What is to be credited for all that came back so far; the freight only when all of it is back."""
    lines = tuple(_returned(line, invoice.currency) for line in invoice.lines)
    gross = sum((line.amount for line in lines), ZERO)
    if all(line.returned == line.quantity for line in invoice.lines):
        return Bill(lines, invoice.discount, invoice.freight, invoice.tax)
    discount = _share(invoice.discount, gross, invoice.gross, invoice.currency)
    return Bill(lines, discount, ZERO, _share(invoice.tax, gross - discount, invoice.taxable, invoice.currency))


def _returned(line: Billed, currency: str) -> Billed:
    amount = _share(line.amount, line.returned, line.quantity, currency)
    return line.but(quantity=line.returned, amount=amount)


def _share(amount: Decimal, part: Decimal, whole: Decimal, currency: str) -> Decimal:
    return amount if part == whole else rounded(amount * part / whole, currency)


def _less(bill: Bill, earlier: Bill) -> Bill:
    lines = tuple(
        now.but(quantity=now.quantity - was.quantity, amount=now.amount - was.amount)
        for now, was in zip(bill.lines, earlier.lines, strict=True)
    )
    discount, freight = bill.discount - earlier.discount, bill.freight - earlier.freight
    return Bill(lines, discount, freight, bill.tax - earlier.tax)


def credit(
    account: Account, invoice: Invoice, back: ReturnReceived, number: str, refunds: Way, today: date
) -> Turn[InvoiceCredited | PaymentRefunded]:
    """Credit at the invoice's price what came back, and refund what was paid above what is left."""
    returned = take_back(invoice, back)
    part = _less(credit_of(returned), credit_of(invoice))
    notes = (*invoice.credit_notes, _note(part, number, today))
    credited = returned.but(credited=invoice.credited + part.total, version=invoice.version + 1, credit_notes=notes)
    above = max(-credited.outstanding, ZERO)
    settled = _even(credited, above)
    paid_back = settled.refunded - invoice.refunded
    note = _credited(invoice, settled, part, number)
    turn = Turn(account.with_invoice(settled), (note,), _reversal(account, invoice, part, number))
    if not above:
        return turn
    from_bank = _paid_back(account, invoice, settled, number, refunds)
    booked = turn.then(Turn(turn.document, (), from_bank))
    if not paid_back:
        return booked
    return booked.then(give(booked.document, paid_back, "credit", number, refunds, invoice.invoice_id))


def _note(part: Bill, number: str, today: date) -> CreditNote:
    lines = tuple(line for line in part.lines if line.quantity)
    return CreditNote(
        number=number, issued_on=today, lines=lines, discount=part.discount, freight=part.freight, tax=part.tax
    )


def _even(credited: Invoice, above: Decimal) -> Invoice:
    """What was given up of it is taken back first: only what came can go back."""
    fee = min(above, credited.written_off)
    lost = min(above - fee, credited.lost)
    given_back = credited.refunded + above - fee - lost
    return credited.but(written_off=credited.written_off - fee, lost=credited.lost - lost, refunded=given_back)


def take_back(invoice: Invoice, back: ReturnReceived) -> Invoice:
    """Never more than was billed; all of it when the warehouse says that all is back."""
    rest = {line.line: line.quantity for line in back.lines}
    lines = []
    for billed in invoice.lines:
        open_quantity = billed.quantity - billed.returned
        now = open_quantity if back.whole else min(rest.get(billed.line, ZERO), open_quantity)
        rest[billed.line] = rest.get(billed.line, ZERO) - now
        lines.append(billed.but(returned=billed.returned + now))
    return invoice.but(lines=tuple(lines))


def _credited(invoice: Invoice, settled: Invoice, part: Bill, number: str) -> InvoiceCredited:
    return InvoiceCredited(
        order_id=invoice.order_id,
        shipment_id=invoice.shipment_id,
        invoice_id=invoice.invoice_id,
        version=settled.version,
        number=number,
        lines=invoice.told(line for line in part.lines if line.quantity),
        amount=invoice.money(part.total),
        outstanding=settled.outstanding,
    )


def _reversal(account: Account, invoice: Invoice, part: Bill, number: str) -> tuple[Entry, ...]:
    return account.entry(
        "credit",
        number,
        entries.debit(entries.REVENUE, part.gross - part.discount),
        entries.debit(entries.FREIGHT, part.freight),
        entries.debit(entries.TAX, part.tax),
        entries.credit(entries.RECEIVABLE, part.total, invoice.invoice_id),
    )


def _paid_back(account: Account, invoice: Invoice, settled: Invoice, number: str, refunds: Way) -> tuple[Entry, ...]:
    paid_back, fee = settled.refunded - invoice.refunded, invoice.written_off - settled.written_off
    return account.entry(
        "refund",
        number,
        entries.debit(entries.RECEIVABLE, paid_back + fee, invoice.invoice_id),
        entries.credit(paid_from(refunds), paid_back),
        entries.credit(entries.BANK_CHARGES, fee),
    ) + account.entry("write_off", number, *postings(settled.lost - invoice.lost, invoice))
