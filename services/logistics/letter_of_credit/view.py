"""A letter of credit as people see it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal
from uuid import UUID

from contracts.markings import Personal
from contracts.money import Money
from contracts.reasons import text_of
from contracts.scalars import Day
from contracts.texts import Text
from contracts.value import Value, fields_of
from services.logistics.documents.rules.document import GoodsLine
from services.logistics.letter_of_credit.rules.ahead import Ahead
from services.logistics.letter_of_credit.rules.conditions import Condition
from services.logistics.letter_of_credit.rules.credit import Amendment, LetterOfCredit, State
from services.logistics.letter_of_credit.rules.finding import Doubt, Examined, Finding, Verdict
from services.logistics.letter_of_credit.rules.presentation import Disposal, Presentation, Waiver
from services.logistics.letter_of_credit.rules.required import Required
from services.logistics.letter_of_credit.rules.terms import CreditTerms


class ExaminedState(Value):
    """What an examination found."""

    verdict: Verdict
    findings: tuple[Finding, ...]
    doubts: tuple[Doubt, ...]
    available: Money | None
    """What could still be drawn, with the tolerance and without what was drawn before."""
    on: Day | None
    """The day of presentation for which it was examined."""


class PresentationState(Value):
    """How the documents of a shipment stand with the bank."""

    shipment_id: UUID
    bank: str
    reference: str
    drawn: Money | None
    shipped: tuple[GoodsLine, ...]
    """By the lines of its invoices."""
    presented_on: Day
    answer_by: Day
    present_by: Day
    state: Literal["presented", "refused", "accepted"]
    answered_on: Day | None
    discrepancies: tuple[str, ...]
    documents: Disposal | None
    reasons: tuple[Text, ...]
    """Why the bank's refusal does not hold."""
    waiver: Waiver | None
    waiver_told_by: Personal[str]
    """Who said it for the customer, and on which day."""
    waiver_told_on: Day | None
    message: str
    pays_on: Day | None


class CreditState(Value):
    """A letter of credit as the outside sees it."""

    order_id: UUID
    order: str
    customer: str
    state: State
    number: str | None
    expires_on: Day | None
    latest_shipment: Day | None
    reasons: tuple[Text, ...]
    taken: str
    terms: CreditTerms | None
    amendments: tuple[Amendment, ...]
    examined: Mapping[UUID, ExaminedState]
    examined_before: Mapping[UUID, tuple[ExaminedState, ...]]
    """What earlier examinations of a shipment's documents found otherwise, the oldest first."""
    presentations: tuple[PresentationState, ...]


class AheadState(Value):
    """What a credit will ask, and which of its dates are in danger."""

    documents: tuple[Required, ...]
    conditions: tuple[Condition, ...]
    planned: Day
    latest_shipment: Day | None
    present_by: Day
    dangers: tuple[Text, ...]


def ahead_of(known: Ahead) -> AheadState:
    return AheadState(**{**fields_of(known), "dangers": tuple(map(text_of, known.dangers))})


def state_of(credit: LetterOfCredit) -> CreditState:
    terms = credit.terms
    return CreditState(
        order_id=credit.order_id,
        order=credit.agreed.number,
        customer=credit.agreed.customer,
        state=credit.state,
        number=terms.number if terms else None,
        expires_on=terms.expires_on if terms else None,
        latest_shipment=terms.latest_shipment if terms else None,
        reasons=tuple(map(text_of, credit.reasons)),
        taken=credit.taken,
        terms=terms,
        amendments=credit.amendments,
        examined={id_: _examined(one) for id_, one in credit.examined.items()},
        examined_before={id_: tuple(map(_examined, those)) for id_, those in credit.examined_before.items()},
        presentations=tuple(map(_presentation, credit.presentations)),
    )


def _examined(one: Examined) -> ExaminedState:
    return ExaminedState(verdict=one.verdict, **fields_of(one))


def _presentation(one: Presentation) -> PresentationState:
    told = fields_of(one) | {"reasons": tuple(map(text_of, one.reasons))}
    return PresentationState(**{name: value for name, value in told.items() if name != "order_version"})
