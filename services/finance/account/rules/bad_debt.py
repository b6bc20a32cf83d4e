"""What of an invoice nobody will pay is given up, and taken back by itself when it is paid after all (FIN-4, FIN-7)."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from contracts.finance import DebtRecovered, DebtWrittenOff
from services.finance.account.rules.account import Account, Turn
from services.finance.account.rules.entries import ALLOWANCE, IMPAIRMENT, RECEIVABLE, Posting, either_way
from services.finance.account.rules.invoice import Invoice
from services.finance.account.rules.values import ZERO, WriteOff


def give_up(account: Account, place: int) -> Turn[DebtWrittenOff]:
    """What is still owed of what was asked, once all have signed; nothing where it was paid meanwhile."""
    asked = account.write_offs[place]
    invoice = account.numbered(asked.number)
    amount = min(asked.amount, invoice.outstanding) if invoice else ZERO
    if invoice is None or amount <= 0:
        return Turn(account.with_write_off(place, asked.but(state="withdrawn")))
    lost = invoice.but(lost=invoice.lost + amount, version=invoice.version + 1)
    done = account.with_invoice(lost).with_write_off(place, asked.but(state="booked", amount=amount))
    event = DebtWrittenOff(**_about(account, lost, amount), reason=asked.reason, signatures=asked.signatures)
    return Turn(done, (event,), account.entry("write_off", invoice.number, *postings(amount, invoice)))


def recover(account: Account, invoice: Invoice, amount: Decimal) -> Turn[DebtRecovered]:
    """So much of it is owed again, for it is paid; the newest write-off first."""
    again = invoice.but(lost=invoice.lost - amount, version=invoice.version + 1)
    entry = account.entry("write_off", invoice.number, *postings(-amount, invoice))
    done, rest = account.with_invoice(again), amount
    for place, asked in reversed(list(enumerate(account.write_offs))):
        back = min(rest, asked.amount - asked.recovered) if _is_booked(asked, invoice) else ZERO
        if back:
            rest -= back
            done = done.with_write_off(place, asked.but(state="recovered", recovered=asked.recovered + back))
    return Turn(done, (DebtRecovered(**_about(account, again, amount)),), entry)


def postings(amount: Decimal, invoice: Invoice) -> tuple[Posting, ...]:
    """Over the allowance for bad debts, which is made and used at once; below zero the way back.

    Source: 企业会计准则第22号.
    """
    return (
        either_way(IMPAIRMENT, amount),
        either_way(ALLOWANCE, -amount),
        either_way(ALLOWANCE, amount),
        either_way(RECEIVABLE, -amount).but(invoice_id=invoice.invoice_id),
    )


def _is_booked(asked: WriteOff, invoice: Invoice) -> bool:
    return asked.number == invoice.number and asked.state in ("booked", "recovered")


def _about(account: Account, invoice: Invoice, amount: Decimal) -> dict[str, Any]:
    return {
        "order_id": account.order_id,
        "customer": account.customer,
        "invoice_id": invoice.invoice_id,
        "version": invoice.version,
        "number": invoice.number,
        "amount": account.money(amount),
        "outstanding": invoice.outstanding,
    }
