"""The credit of an order: awaited, here, amended; and what is said of it each time (LOG-7, SAL-17)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Literal, TypeVar
from uuid import UUID

from msgspec import field

from chassis.handling import Step
from contracts.logistics import CreditAmended, CreditCompared, CreditReceived
from contracts.presentations import DocumentsAccepted, DocumentsExamined, DocumentsPresented, DocumentsRefused
from contracts.reasons import because
from contracts.review import Reason
from contracts.scalars import Count, Day
from contracts.value import Value
from services.logistics.letter_of_credit.rules.agreed import Agreed
from services.logistics.letter_of_credit.rules.amending import Change
from services.logistics.letter_of_credit.rules.contradictions import objections
from services.logistics.letter_of_credit.rules.finding import Examined
from services.logistics.letter_of_credit.rules.presentation import Presentation
from services.logistics.letter_of_credit.rules.terms import CreditTerms

State = Literal["awaited", "in order", "not in order", "cancelled"]
Decision = Literal["waits", "accepted", "refused"]
E = TypeVar("E", CreditReceived, CreditAmended, CreditCompared)
P = TypeVar("P", DocumentsPresented, DocumentsRefused, DocumentsAccepted)


class Amendment(Value):
    """An amendment as it came; it binds us once we accept it, whole (UCP 600 art. 10 c, e)."""

    number: Count
    text: str
    dated: Day | None = None
    changes: tuple[Change, ...] = ()
    cancels: bool = False
    narrative: str = ""
    """What only a person can read."""
    decision: Decision = "waits"
    reason: str = ""


class LetterOfCredit(Value):
    """The credit of one order; ``terms`` None while it is awaited."""

    order_id: UUID
    agreed: Agreed
    terms: CreditTerms | None = None
    version: Count = 0
    """Counts what was said of it."""
    amendments: tuple[Amendment, ...] = ()
    reasons: tuple[Reason, ...] = ()
    """Why it is not in order."""
    taken: str = ""
    """Why a person took it as it is, in spite of the reasons; until the next amendment."""
    cancelled: bool = False
    examinations: Count = 0
    examined: Mapping[UUID, Examined] = field(default_factory=dict)
    """The last examination of each shipment's documents."""
    examined_before: Mapping[UUID, tuple[Examined, ...]] = field(default_factory=dict)
    """Those before it that found something else, the oldest first: what was mended since."""
    presentations: tuple[Presentation, ...] = ()
    """In the order of their making."""
    told_of_presentations: Count = 0
    """Counts what was said of them."""

    @property
    def state(self) -> State:
        if self.terms is None:
            return "awaited"
        if self.cancelled:
            return "cancelled"
        return "in order" if self.in_order else "not in order"

    @property
    def in_order(self) -> bool:
        return not self.cancelled and self.terms is not None and (not self.reasons or bool(self.taken))

    @property
    def waiting(self) -> tuple[Amendment, ...]:
        """Amendments that nobody has decided."""
        return tuple(one for one in self.amendments if one.decision == "waits")

    def presented(self, shipment_id: UUID) -> Presentation | None:
        """How the documents of a shipment stand with the bank."""
        return next((one for one in reversed(self.presentations) if one.shipment_id == shipment_id), None)


def open_for(order_id: UUID, agreed: Agreed) -> LetterOfCredit:
    """An order that is paid by credit awaits it."""
    return LetterOfCredit(order_id=order_id, agreed=agreed)


def order_is(credit: LetterOfCredit, agreed: Agreed, today: date) -> Step[LetterOfCredit, CreditCompared]:
    """A newer version of the order is compared with its credit, if that is here."""
    if agreed.version < credit.agreed.version:
        return Step(credit)
    credit = credit.but(agreed=agreed)
    return said(credit, CreditCompared, today) if credit.terms else Step(credit)


def receive(credit: LetterOfCredit, terms: CreditTerms, today: date) -> Step[LetterOfCredit, CreditReceived]:
    """The credit is here, and compared with the order."""
    return said(credit.but(terms=terms, taken="", cancelled=False), CreditReceived, today)


def amended(
    credit: LetterOfCredit, terms: CreditTerms, changed: str, today: date
) -> Step[LetterOfCredit, CreditAmended]:
    """Its terms are others now."""
    return said(credit.but(terms=terms, taken=""), CreditAmended, today, changed=changed)


def taken(credit: LetterOfCredit, reason: str, today: date) -> Step[LetterOfCredit, CreditAmended]:
    """A person takes it as it is, and answers for it."""
    return said(credit.but(taken=reason), CreditAmended, today, changed=reason)


def said(credit: LetterOfCredit, kind: type[E], today: date, **more: Any) -> Step[LetterOfCredit, E]:
    """What is said of a credit that is here, under its next version."""
    terms = credit.terms
    if terms is None:
        return Step(credit)
    against = (because("lc_cancelled"),) if credit.cancelled else objections(terms, credit.agreed, today)
    after = credit.but(version=credit.version + 1, reasons=against)
    event = kind(
        order_id=after.order_id,
        order_version=after.agreed.version,
        version=after.version,
        number=terms.number,
        amount=terms.amount,
        expires_on=terms.expires_on,
        latest_shipment=terms.latest_shipment,
        in_order=after.in_order,
        reasons=() if after.in_order else after.reasons,
        **more,
    )
    return Step(after, (event,))


def examined(
    credit: LetterOfCredit, shipment_id: UUID, order_version: int, result: Examined, present_by: date | None
) -> Step[LetterOfCredit, DocumentsExamined]:
    """The result is kept, and said under the next number."""
    after = credit.but(
        examinations=credit.examinations + 1,
        examined={**credit.examined, shipment_id: result},
        examined_before={**credit.examined_before, shipment_id: _before(credit, shipment_id, result)},
    )
    event = DocumentsExamined(
        order_id=credit.order_id,
        order_version=order_version,
        shipment_id=shipment_id,
        version=after.examinations,
        verdict=result.verdict,
        discrepancies=len(result.findings),
        doubts=len(result.doubts),
        present_by=None if credit.presented(shipment_id) else present_by,
    )
    return Step(after, (event,))


def _before(credit: LetterOfCredit, shipment_id: UUID, result: Examined) -> tuple[Examined, ...]:
    """The same result again takes the place of the last one."""
    earlier, last = credit.examined_before.get(shipment_id, ()), credit.examined.get(shipment_id)
    if last is None or (last.findings, last.doubts) == (result.findings, result.doubts):
        return earlier
    return (*earlier, last)


def presentation_is(
    credit: LetterOfCredit, before: Presentation | None, now: Presentation, kind: type[P], **more: Any
) -> Step[LetterOfCredit, P]:
    """A presentation as it stands now in place of what it was ``before``, and what is said of it."""
    kept: tuple[Presentation, ...] = tuple(one for one in credit.presentations if one is not before)
    after = credit.but(presentations=(*kept, now), told_of_presentations=credit.told_of_presentations + 1)
    event = kind(
        order_id=credit.order_id,
        order_version=now.order_version,
        shipment_id=now.shipment_id,
        version=after.told_of_presentations,
        bank=now.bank,
        **more,
    )
    return Step(after, (event,))
