"""The examination of a set of documents (UCP 600 art. 14 a: on their face alone, all discrepancies at once) (LOG-7)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from services.logistics.documents.rules.document_set import DocumentSet
from services.logistics.examination.rules import (
    carriage,
    conflicts,
    consignment,
    dates,
    goods,
    insurance,
    money,
    parties,
    presence,
)
from services.logistics.examination.rules.case import Case, Found
from services.logistics.letter_of_credit.rules.drawings import NOTHING, Before
from services.logistics.letter_of_credit.rules.finding import Doubt, Examined, Finding
from services.logistics.letter_of_credit.rules.requirements import requirements
from services.logistics.letter_of_credit.rules.terms import CreditTerms

RULES: tuple[Callable[[Case], Found], ...] = (
    *presence.RULES,
    *money.RULES,
    *dates.RULES,
    *carriage.RULES,
    *consignment.RULES,
    *goods.RULES,
    *parties.RULES,
    *insurance.RULES,
    *conflicts.RULES,
)
"""Every rule, once for each examination."""


def examine(
    terms: CreditTerms, docs: DocumentSet, open_on: Callable[[date], bool], before: Before = NOTHING
) -> Examined:
    """Whether the documents conform to the credit; ``open_on`` tells on which days the bank works, ``before`` what
    other presentations used of it."""
    case = Case(terms, tuple(requirements(terms.documents)), docs, open_on, before)
    every = [one for rule in RULES for one in rule(case)]
    findings = tuple(dict.fromkeys(one for one in every if isinstance(one, Finding)))
    doubts = tuple(dict.fromkeys(one for one in every if isinstance(one, Doubt)))
    return Examined(findings=findings, doubts=doubts, available=terms.amount.but(amount=case.available))
