"""What a clerk tells of documents at the bank (LOG-7)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar
from uuid import UUID

from chassis.handling import Answer, Db, Step
from chassis.refusal import NotFound, Refusal
from contracts.event import Event
from contracts.presentations import DocumentsAccepted, DocumentsPresented, DocumentsRefused
from services.logistics.documents import store as documents
from services.logistics.documents.rules.document_set import DocumentSet
from services.logistics.documents.rules.drawing import document_set
from services.logistics.letter_of_credit import work
from services.logistics.letter_of_credit.rules.credit import LetterOfCredit
from services.logistics.presenting.rules import at_bank
from services.logistics.presenting.rules.answer import TakeAnswer, take_answer
from services.logistics.presenting.rules.at_bank import Accept, Present, Refuse, Waive

A = TypeVar("A", Present, Accept, TakeAnswer)
E = TypeVar("E", bound=Event)


async def present(db: Db, asked: Sequence[Present]) -> list[Answer[DocumentsPresented] | Refusal]:
    return await work.command(db, asked, _with(await _drawn(db, asked), at_bank.present))


async def accept(db: Db, asked: Sequence[Accept]) -> list[Answer[DocumentsAccepted] | Refusal]:
    return await work.command(db, asked, _with(await _drawn(db, asked), at_bank.accept))


async def refuse(db: Db, asked: Sequence[Refuse]) -> list[Answer[DocumentsRefused] | Refusal]:
    return await work.command(db, asked, at_bank.refuse)


async def bank_answers(
    db: Db, asked: Sequence[TakeAnswer]
) -> list[Answer[DocumentsAccepted | DocumentsRefused] | Refusal]:
    """As its message says."""
    return await work.command(db, asked, _with(await _drawn(db, asked), take_answer))


async def waive(db: Db, asked: Sequence[Waive]) -> list[Answer[DocumentsAccepted] | Refusal]:
    """It says nothing: the bank has to answer."""
    return await work.command(db, asked, at_bank.waive)


async def _drawn(db: Db, asked: Sequence[Present | Accept | TakeAnswer]) -> Mapping[UUID, DocumentSet]:
    """The documents of each shipment as they are drawn now."""
    known = await documents.load(db, [one.shipment_id for one in asked])
    return {shipment_id: document_set(sources) for shipment_id, sources in known.items()}


def _with(
    drawn: Mapping[UUID, DocumentSet],
    do: Callable[[LetterOfCredit, A, DocumentSet], Step[LetterOfCredit, E] | Refusal],
) -> Callable[[LetterOfCredit, A], Step[LetterOfCredit, E] | Refusal]:
    def done(credit: LetterOfCredit, asked: A) -> Step[LetterOfCredit, E] | Refusal:
        docs = drawn.get(asked.shipment_id)
        return do(credit, asked, docs) if docs else NotFound(what="shipment", id=asked.shipment_id)

    return done
