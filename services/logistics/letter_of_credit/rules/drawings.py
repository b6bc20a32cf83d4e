"""What a credit pays in parts, drawn and shipped by all its orders and shipments (UCP 600 art. 30, 31) (LOG-7)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from contracts.money import Money
from services.logistics.documents.rules.document import GoodsLine
from services.logistics.documents.rules.document_set import DocumentSet
from services.logistics.letter_of_credit.rules.credit import LetterOfCredit
from services.logistics.letter_of_credit.rules.drawn import draft_under
from services.logistics.letter_of_credit.rules.terms import CreditTerms
from services.logistics.letter_of_credit.rules.wording import same

BIC = 8
"""Characters that name a bank; what follows names its branch (ISO 9362)."""


@dataclass(frozen=True)
class Before:
    """What other presentations under a credit used up: its money, in its currency, and its goods, line by line."""

    drawn: Decimal = Decimal(0)
    shipped: tuple[GoodsLine, ...] = ()


NOTHING = Before()


def claimed(terms: CreditTerms, docs: DocumentSet) -> Money | None:
    """What a presentation asks the bank for: the draft's amount, where 42C asks for one, else the invoices'."""
    if draft := draft_under(terms, docs):
        return draft.amount
    total = sum((one.total.amount for one in docs.invoices), Decimal(0))
    return docs.invoices[0].total.but(amount=total) if docs.invoices else None


def shipped_lines(docs: DocumentSet) -> tuple[GoodsLine, ...]:
    """What a presentation ships: the lines of all its invoices."""
    return tuple(line for one in docs.invoices for line in one.lines)


def used_before(terms: CreditTerms, others: Sequence[LetterOfCredit], shipment_id: UUID) -> Before:
    """By what was presented under this credit besides the shipment, and not refused."""
    every = [one for each in others if each.terms and _is_one(terms, each.terms) for one in each.presentations]
    counted = [one for one in every if one.shipment_id != shipment_id and one.state != "refused"]
    amounts = [one.drawn.amount for one in counted if one.drawn and one.drawn.currency == terms.amount.currency]
    return Before(sum(amounts, Decimal(0)), tuple(line for one in counted for line in one.shipped))


def _is_one(one: CreditTerms, other: CreditTerms) -> bool:
    """The same number of the same bank, which is known by its BIC or its name; of an unknown bank the number tells."""
    left, right = one.issuing_bank.upper(), other.issuing_bank.upper()
    bank = not left or not right or left[:BIC] == right[:BIC] or same(left, right)
    return bank and one.number.upper() == other.number.upper()
