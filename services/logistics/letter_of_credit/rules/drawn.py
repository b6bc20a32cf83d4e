"""The draft that is drawn under a credit, from the credit and the shipment's documents (UCP 600 art. 6 c; ISBP 745 B).

Nothing of it is typed: 42C tells its tenor and the part of the invoice, 42a on whom, the bill from when days count.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from decimal import Decimal

from contracts.money import Money, rounded
from services.logistics.documents.rules.document import Party
from services.logistics.documents.rules.document_set import DocumentSet
from services.logistics.documents.rules.trade import BillOfExchange
from services.logistics.letter_of_credit.rules.in_words import amount_in_words
from services.logistics.letter_of_credit.rules.terms import CreditTerms

DAYS_AFTER = re.compile(
    r"(\d{1,3}) DAYS? (?:AFTER|FROM) (?:THE )?(?:DATE OF )?(?:B/?L|BILL OF LADING|SHIPMENT|AWB|AIR)"
)
PART_OF_INVOICE = re.compile(r"(\d{1,3}) ?(?:%|PERCENT|PCT|PER CENT)")


def tenor_of(terms: CreditTerms) -> str:
    """42C without the part of the invoice that it tells."""
    return " ".join(PART_OF_INVOICE.sub("", terms.drafts_at.upper()).split(" FOR ")[0].split())


def due_of(terms: CreditTerms, invoiced: Decimal) -> Decimal:
    """What is drawn of it: all, or the part that 42C tells (ISBP 745 B13)."""
    part = PART_OF_INVOICE.search(terms.drafts_at.upper())
    return invoiced * (Decimal(part[1]) / 100 if part else 1)


def maturity_of(terms: CreditTerms, shipped_on: date | None) -> date | None:
    """Where it counts from shipment, whose day is not counted (UCP 600 art. 3; ISBP 745 B2 e); by 42C, else 42P."""
    days = DAYS_AFTER.search((terms.drafts_at or terms.payment_terms).upper())
    return shipped_on + timedelta(days=int(days[1])) if days and shipped_on else None


def draft_under(terms: CreditTerms, docs: DocumentSet) -> BillOfExchange | None:
    """To our own order, for what is invoiced, under the invoice's number; None where 42C asks for none, or nothing is
    invoiced yet."""
    if not terms.drafts_at or not docs.invoices:
        return None
    first = docs.invoices[0]
    invoiced = sum((one.total.amount for one in docs.invoices), Decimal(0))
    currency = first.total.currency
    amount = Money(amount=rounded(due_of(terms, invoiced), currency), currency=currency)
    shipped = docs.shipped_on
    return BillOfExchange(
        number=first.number,
        issuer=first.issuer,
        issued_on=max((day for day in (shipped, first.issued_on) if day), default=None),
        drawee=Party(name=terms.drawee or terms.issuing_bank),
        payee=first.issuer,
        amount=amount,
        amount_in_words=amount_in_words(amount),
        tenor=tenor_of(terms),
        maturity=maturity_of(terms, shipped),
        drawn_under=_clause(terms),
        credit_number=terms.number,
        invoice_number=first.number,
    )


def _clause(terms: CreditTerms) -> str:
    """DRAWN UNDER L/C NO. … OF … DATED …"""
    dated = f" DATED {terms.issued_on}" if terms.issued_on else ""
    return f"DRAWN UNDER L/C NO. {terms.number} OF {terms.issuing_bank or terms.drawee}{dated}"
