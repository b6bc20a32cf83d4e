"""The bank answers by a message of its own: MT 734 refuses, MT 752 lets pay, accept or negotiate (LOG-7)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from chassis.handling import Step
from chassis.refusal import Refusal
from contracts.presentations import DocumentsAccepted, DocumentsRefused
from services.logistics.documents.rules.document_set import DocumentSet
from services.logistics.letter_of_credit.rules.answering import BankAnswer, read_answer
from services.logistics.letter_of_credit.rules.credit import LetterOfCredit
from services.logistics.letter_of_credit.rules.presentation import Presentation
from services.logistics.letter_of_credit.rules.reading import NotRead
from services.logistics.presenting.rules.at_bank import Accept, NotPresented, Refuse, accept, refuse


@dataclass(frozen=True)
class TakeAnswer:
    """The message as text; ``on`` None: on the day of its header, else ``today``."""

    order_id: UUID
    shipment_id: UUID
    text: str
    on: date | None
    today: date


def take_answer(
    credit: LetterOfCredit, asked: TakeAnswer, docs: DocumentSet
) -> Step[LetterOfCredit, DocumentsAccepted | DocumentsRefused] | Refusal:
    """Read whole or not at all; what came before says nothing anew."""
    at_bank, terms = credit.presented(asked.shipment_id), credit.terms
    if at_bank is None or terms is None:
        return NotPresented()
    if _came(credit, asked):
        return Step(credit)
    told = read_answer(asked.text, terms.number, at_bank.reference, terms.amount.currency)
    if isinstance(told, list):
        return NotRead(told)
    return _done(_with_message(credit, at_bank, asked.text), asked, told, docs)


def _came(credit: LetterOfCredit, asked: TakeAnswer) -> bool:
    """Also about an earlier presentation of these documents."""
    words = asked.text.split()
    return any(one.message.split() == words for one in credit.presentations if one.shipment_id == asked.shipment_id)


def _with_message(credit: LetterOfCredit, at_bank: Presentation, text: str) -> LetterOfCredit:
    others = tuple(one for one in credit.presentations if one is not at_bank)
    return credit.but(presentations=(*others, at_bank.but(message=text)))


def _done(
    credit: LetterOfCredit, asked: TakeAnswer, told: BankAnswer, docs: DocumentSet
) -> Step[LetterOfCredit, DocumentsAccepted] | Step[LetterOfCredit, DocumentsRefused] | Refusal:
    on = asked.on or told.sent_on or asked.today
    if told.refuses:
        return refuse(credit, Refuse(asked.order_id, asked.shipment_id, on, told.discrepancies, told.documents))
    return accept(credit, Accept(asked.order_id, asked.shipment_id, on, None), docs)
