"""What comes back is credited at the invoice's price; the freight only when all of the shipment is back (FIN-1)."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from contracts.finance import InvoiceCredited, InvoiceLine, PaymentRefunded
from contracts.money import Money, rounded
from contracts.warehouse import ReturnReceived
from services.finance.accounts.rules import Account, Turn
from services.finance.billing.rules import ZERO, Invoice
from services.finance.ledger import rules as ledger
from services.finance.policy import Way
from services.finance.refunds.rules import give, paid_from


@dataclass(frozen=True)
class Credit:
    """What of an invoice is credited, in all."""

    lines: tuple[Decimal, ...]
    discount: Decimal
    freight: Decimal
    tax: Decimal

    @property
    def gross(self) -> Decimal:
        return sum(self.lines, ZERO)

    @property
    def total(self) -> Decimal:
        return self.gross - self.discount + self.freight + self.tax

    def less(self, earlier: Credit) -> Credit:
        lines = tuple(now - was for now, was in zip(self.lines, earlier.lines, strict=True))
        return Credit(lines, self.discount - earlier.discount, self.freight - earlier.freight, self.tax - earlier.tax)


def credit_of(invoice: Invoice) -> Credit:
    """What is to be credited for all that came back so far; the freight only when all of it is back."""
    lines = tuple(_share(b.amount, b.returned, b.quantity, invoice.currency) for b in invoice.lines)
    gross = sum(lines, ZERO)
    discount = _share(invoice.discount, gross, invoice.gross, invoice.currency)
    if all(b.returned == b.quantity for b in invoice.lines):
        return Credit(lines, invoice.discount, invoice.freight, invoice.tax)
    taxable = gross - discount
    return Credit(lines, discount, ZERO, _share(invoice.tax, taxable, invoice.taxable, invoice.currency))


def _share(amount: Decimal, part: Decimal, whole: Decimal, currency: str) -> Decimal:
    return amount if part == whole else rounded(amount * part / whole, currency)


def credit(
    account: Account, invoice: Invoice, back: ReturnReceived, number: str, refunds: Way = "automatic"
) -> Turn[InvoiceCredited | PaymentRefunded]:
    """Credit at the invoice's price what came back, and refund what was paid above what is left."""
    returned = take_back(invoice, back)
    part = credit_of(returned).less(credit_of(invoice))
    credited = returned.model_copy(update={"credited": invoice.credited + part.total, "version": invoice.version + 1})
    above = max(-credited.outstanding, ZERO)
    settled = _even(credited, above)
    paid_back = settled.refunded - invoice.refunded
    note = _credited(invoice, settled, part, number)
    turn = Turn(account.with_invoice(settled), (note,), _reversal(account, invoice, part, number))
    if not above:
        return turn
    from_bank = _paid_back(account, invoice, above, paid_back, number, refunds)
    booked = turn.then(Turn(turn.account, (), from_bank))
    if not paid_back:
        return booked
    return booked.then(give(booked.account, paid_back, "credit", number, refunds, invoice.invoice_id))


def _even(credited: Invoice, above: Decimal) -> Invoice:
    """What was written off of it is taken back first: only what came can go back."""
    taken_back = min(above, credited.written_off)
    return credited.model_copy(
        update={
            "written_off": credited.written_off - taken_back,
            "refunded": credited.refunded + above - taken_back,
        }
    )


def take_back(invoice: Invoice, back: ReturnReceived) -> Invoice:
    """Never more than was billed; all of it when the warehouse says that all is back."""
    rest = {line.line: line.quantity for line in back.lines}
    lines = []
    for billed in invoice.lines:
        open_quantity = billed.quantity - billed.returned
        now = open_quantity if back.whole else min(rest.get(billed.line, ZERO), open_quantity)
        rest[billed.line] = rest.get(billed.line, ZERO) - now
        lines.append(billed.model_copy(update={"returned": billed.returned + now}))
    return invoice.model_copy(update={"lines": tuple(lines)})


def _credited(invoice: Invoice, settled: Invoice, part: Credit, number: str) -> InvoiceCredited:
    def money(amount: Decimal) -> Money:
        return Money(amount=amount, currency=invoice.currency)

    lines = tuple(
        InvoiceLine(line=now.line, item=now.item, quantity=now.returned - was.returned, amount=money(amount))
        for was, now, amount in zip(invoice.lines, settled.lines, part.lines, strict=True)
        if now.returned != was.returned
    )
    return InvoiceCredited(
        order_id=invoice.order_id,
        shipment_id=invoice.shipment_id,
        invoice_id=invoice.invoice_id,
        version=settled.version,
        number=number,
        lines=lines,
        amount=money(part.total),
        outstanding=settled.outstanding,
    )


def _reversal(account: Account, invoice: Invoice, part: Credit, number: str) -> tuple[ledger.Entry, ...]:
    return account.entry(
        "credit",
        number,
        ledger.debit(ledger.REVENUE, part.gross - part.discount),
        ledger.debit(ledger.FREIGHT, part.freight),
        ledger.debit(ledger.TAX, part.tax),
        ledger.credit(ledger.RECEIVABLE, part.total, invoice.invoice_id),
    )


def _paid_back(
    account: Account, invoice: Invoice, above: Decimal, paid_back: Decimal, number: str, refunds: Way
) -> tuple[ledger.Entry, ...]:
    return account.entry(
        "refund",
        number,
        ledger.debit(ledger.RECEIVABLE, above, invoice.invoice_id),
        ledger.credit(paid_from(refunds), paid_back),
        ledger.credit(ledger.BANK_CHARGES, above - paid_back),
    )
