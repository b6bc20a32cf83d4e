"""What is drawn under a credit part by part, by all orders and shipments that it pays (UCP 600 art. 30, 31) (LOG-7)."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from uuid import UUID

from contracts.money import Money
from services.logistics.documents.rules.document_set import DocumentSet
from services.logistics.letter_of_credit.rules.credit import LetterOfCredit
from services.logistics.letter_of_credit.rules.drawn import draft_under
from services.logistics.letter_of_credit.rules.terms import CreditTerms
from services.logistics.letter_of_credit.rules.wording import same

BIC = 8
"""Characters that name a bank; what follows names its branch (ISO 9362)."""


def claimed(terms: CreditTerms, docs: DocumentSet) -> Money | None:
    """What a presentation asks the bank for: the draft's amount, where 42C asks for one, else the invoices'."""
    if draft := draft_under(terms, docs):
        return draft.amount
    total = sum((one.total.amount for one in docs.invoices), Decimal(0))
    return docs.invoices[0].total.but(amount=total) if docs.invoices else None


def drawn_before(terms: CreditTerms, others: Sequence[LetterOfCredit], shipment_id: UUID) -> Decimal:
    """What was presented under this credit besides the shipment and not refused, in the credit's currency."""
    every = [one for each in others if each.terms and _is_one(terms, each.terms) for one in each.presentations]
    counted = [one.drawn for one in every if one.shipment_id != shipment_id and one.state != "refused" and one.drawn]
    return sum((one.amount for one in counted if one.currency == terms.amount.currency), Decimal(0))


def _is_one(one: CreditTerms, other: CreditTerms) -> bool:
    """The same number of the same bank, which is known by its BIC or its name; of an unknown bank the number tells."""
    left, right = one.issuing_bank.upper(), other.issuing_bank.upper()
    bank = not left or not right or left[:BIC] == right[:BIC] or same(left, right)
    return bank and one.number.upper() == other.number.upper()
