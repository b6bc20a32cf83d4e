"""Documents are presented, refused, waived by the customer, and accepted (LOG-7, UCP 600 art. 14-16)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from chassis.handling import Step
from chassis.refusal import Refusal
from contracts.presentations import DocumentsAccepted, DocumentsPresented, DocumentsRefused
from services.logistics.documents.rules.document_set import DocumentSet
from services.logistics.letter_of_credit.rules.bank_days import answer_by, bank_days, present_by
from services.logistics.letter_of_credit.rules.credit import LetterOfCredit, presentation_is
from services.logistics.letter_of_credit.rules.drawings import claimed, shipped_lines
from services.logistics.letter_of_credit.rules.drawn import maturity_of
from services.logistics.letter_of_credit.rules.presentation import Disposal, Presentation, Waiver
from services.logistics.letter_of_credit.rules.terms import CreditTerms

AFTER_SIGHT = re.compile(r"(\d{1,3}) DAYS? (?:AFTER|FROM) SIGHT")


class NothingToPresentUnder(Refusal):
    """The letter of credit of order {order} is {state}: no documents can be presented under it."""


class GoodsHaveNotLeft(Refusal):
    """The goods of shipment {number} have not left: they may still go back, and are invoiced only then."""


class PresentedAlready(Refusal):
    """The documents were presented on {day} to {bank}, and are {state}."""


class TooLateToPresent(Refusal):
    """The last day of presentation was {last}: only a waiver of the customer helps now."""

    of_input = True


class NoBanksCountry(Refusal):
    """Say in which country the bank works: its banking days tell by when it must answer."""

    status = 422
    of_input = True


class NotPresented(Refusal):
    """No documents of this shipment wait for an answer of the bank."""


class BeforePresentation(Refusal):
    """They were presented on {day}: the bank cannot have answered on {came}."""

    status = 422
    of_input = True


class RefusedAlready(Refusal):
    """The bank gave its one notice on {day}: what it claims later does not count (UCP 600 art. 16 c)."""


class NothingToWaive(Refusal):
    """The bank has not refused the documents of this shipment: there is nothing to waive."""


class WaivedBeforeRefusal(Refusal):
    """The bank refused them on {day}: nobody can have answered for the customer on {came}."""

    status = 422
    of_input = True


@dataclass(frozen=True)
class Present:
    """The documents were handed to a bank on a day; ``country`` None: it works where the credit expires."""

    order_id: UUID
    shipment_id: UUID
    order_version: int
    bank: str
    on: date
    country: str | None
    reference: str = ""


@dataclass(frozen=True)
class Accept:
    """The bank honours or negotiates; ``pays_on`` None: as the credit's tenor has it."""

    order_id: UUID
    shipment_id: UUID
    on: date
    pays_on: date | None


@dataclass(frozen=True)
class Refuse:
    """The bank's notice, with each discrepancy in its words."""

    order_id: UUID
    shipment_id: UUID
    on: date
    discrepancies: tuple[str, ...]
    documents: Disposal | None


@dataclass(frozen=True)
class Waive:
    """The customer was asked to waive what the bank refused, or answered: by whose word, and when."""

    order_id: UUID
    shipment_id: UUID
    waiver: Waiver
    told_by: str = ""
    told_on: date | None = None


def present(
    credit: LetterOfCredit, asked: Present, docs: DocumentSet
) -> Step[LetterOfCredit, DocumentsPresented] | Refusal:
    """For the first time, or again after a refusal while time remains; the bank's days are its country's."""
    terms, before = credit.terms, credit.presented(asked.shipment_id)
    if terms is None or credit.cancelled:
        return NothingToPresentUnder(order=credit.agreed.number, state=credit.state)
    if before and before.state != "refused":
        return PresentedAlready(day=before.presented_on, bank=before.bank, state=before.state)
    last, country = _last_day(terms, docs), asked.country or terms.expiry_country
    if before and asked.on > last:
        return TooLateToPresent(last=last)
    if country is None:
        return NoBanksCountry()
    now = Presentation(
        shipment_id=asked.shipment_id,
        order_version=asked.order_version,
        bank=asked.bank,
        drawn=claimed(terms, docs),
        shipped=shipped_lines(docs),
        reference=asked.reference,
        presented_on=asked.on,
        answer_by=answer_by(asked.on, country),
        present_by=last,
    )
    told: dict[str, Any] = {"presented_on": now.presented_on, "answer_by": now.answer_by}
    return presentation_is(credit, None, now, DocumentsPresented, **told)


def _last_day(terms: CreditTerms, docs: DocumentSet) -> date:
    return present_by(terms, docs.shipped_on, bank_days(terms.expiry_country))


def accept(
    credit: LetterOfCredit, asked: Accept, docs: DocumentSet
) -> Step[LetterOfCredit, DocumentsAccepted] | Refusal:
    """Of what it refused too: after a waiver, or because it may not refuse."""
    at_bank = _waits(credit, asked, refused=True)
    if isinstance(at_bank, Refusal):
        return at_bank
    pays_on = asked.pays_on or _pays_on(credit, asked.on, docs)
    now = at_bank.accepted(asked.on, pays_on)
    return presentation_is(credit, at_bank, now, DocumentsAccepted, accepted_on=asked.on, pays_on=pays_on)


def _pays_on(credit: LetterOfCredit, accepted_on: date, docs: DocumentSet) -> date:
    """By 42C or 42P; days after sight count from when the bank accepts (ISBP 745 B5). At sight: now."""
    if credit.terms is None:
        return accepted_on
    sight = AFTER_SIGHT.search((credit.terms.drafts_at or credit.terms.payment_terms).upper())
    if sight:
        return accepted_on + timedelta(days=int(sight[1]))
    return max(maturity_of(credit.terms, docs.shipped_on) or accepted_on, accepted_on)


def refuse(credit: LetterOfCredit, asked: Refuse) -> Step[LetterOfCredit, DocumentsRefused] | Refusal:
    """By one notice; whether it holds is told (UCP 600 art. 16 c, d, f)."""
    at_bank = _waits(credit, asked, refused=False)
    if isinstance(at_bank, Refusal):
        return at_bank
    now = at_bank.refused(asked.on, asked.discrepancies, asked.documents)
    told: dict[str, Any] = {"discrepancies": now.discrepancies, "present_by": now.present_by, "reasons": now.reasons}
    return presentation_is(credit, at_bank, now, DocumentsRefused, refused_on=asked.on, **told)


def _waits(credit: LetterOfCredit, asked: Accept | Refuse, *, refused: bool) -> Presentation | Refusal:
    """The presentation that the bank has to answer, or has ``refused``."""
    at_bank = credit.presented(asked.shipment_id)
    if at_bank is None or at_bank.state == "accepted":
        return NotPresented()
    if at_bank.state == "refused" and not refused:
        return RefusedAlready(day=at_bank.answered_on)
    if asked.on < at_bank.presented_on:
        return BeforePresentation(day=at_bank.presented_on, came=asked.on)
    return at_bank


def waive(credit: LetterOfCredit, asked: Waive) -> Step[LetterOfCredit, DocumentsAccepted] | Refusal:
    """Recorded: the bank may take it, and need not (UCP 600 art. 16 b)."""
    refused = credit.presented(asked.shipment_id)
    if refused is None or refused.state != "refused":
        return NothingToWaive()
    if asked.told_on and refused.answered_on and asked.told_on < refused.answered_on:
        return WaivedBeforeRefusal(day=refused.answered_on, came=asked.told_on)
    others = tuple(one for one in credit.presentations if one is not refused)
    told = refused.but(waiver=asked.waiver, waiver_told_by=asked.told_by, waiver_told_on=asked.told_on)
    return Step(credit.but(presentations=(*others, told)))
