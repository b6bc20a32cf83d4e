"""A shipment's documents as they are presented under its credit, and the command to examine them (LOG-7)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from chassis.handling import Step
from chassis.refusal import Refusal
from contracts.presentations import DocumentsExamined
from services.logistics.documents.rules.document_set import DocumentSet
from services.logistics.examination.rules.case import LISTS
from services.logistics.examination.rules.examiner import examine
from services.logistics.letter_of_credit.rules import credit as document
from services.logistics.letter_of_credit.rules.bank_days import present_by
from services.logistics.letter_of_credit.rules.credit import LetterOfCredit
from services.logistics.letter_of_credit.rules.drawings import used_before
from services.logistics.letter_of_credit.rules.drawn import draft_under
from services.logistics.letter_of_credit.rules.requirements import requirements
from services.logistics.letter_of_credit.rules.terms import CreditTerms


class NothingToCompare(Refusal):
    """The letter of credit of order {order} has not come: there is nothing to compare its documents with."""


@dataclass(frozen=True)
class Examine:
    """The documents of a shipment are examined as if they were presented on a day."""

    order_id: UUID
    shipment_id: UUID
    order_version: int
    presented_on: date


def examined(
    credit: LetterOfCredit,
    asked: Examine,
    docs: DocumentSet,
    open_on: Callable[[date], bool],
    others: Sequence[LetterOfCredit],
) -> Step[LetterOfCredit, DocumentsExamined] | Refusal:
    """The result stands with the credit, and is told; ``others`` have its number, and may be this credit."""
    if credit.terms is None:
        return NothingToCompare(order=credit.agreed.number)
    presented = as_presented(credit.terms, docs.but(presented_on=asked.presented_on))
    result = examine(credit.terms, presented, open_on, used_before(credit.terms, others, asked.shipment_id))
    shipped = presented.shipped_on
    last = present_by(credit.terms, shipped, open_on) if shipped else None
    return document.examined(credit, asked.shipment_id, asked.order_version, result.but(on=asked.presented_on), last)


def as_presented(terms: CreditTerms, docs: DocumentSet) -> DocumentSet:
    """Our own papers are printed as often as they are asked for, and signed where they must be; the draft is endorsed.
    Of a carrier's document all originals are handed in that were issued, others' certificates as they were read."""
    asked = {LISTS[one.kind]: one for one in requirements(terms.documents) if one.kind}
    ours: dict[str, Any] = {}
    for name in ("invoices", "packing_lists"):
        if one := asked.get(name):
            much = {"originals": one.originals, "copies": one.count - one.originals, "signed": True}
            ours[name] = tuple(each.but(**much) for each in getattr(docs, name))
    transports = tuple(one.but(originals=one.originals_issued or 1) for one in docs.transports)
    docs = docs.but(transports=transports, **ours)
    draft = draft_under(terms, docs)
    return docs.but(drafts=(draft.but(signed=True, endorsed="blank"),)) if draft else docs
