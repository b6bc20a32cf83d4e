"""The documents of shipments are examined against the credit of their order (LOG-7)."""

from __future__ import annotations

from collections.abc import Sequence

from chassis.handling import Answer, Db, Step
from chassis.refusal import NotFound, Refusal
from contracts.presentations import DocumentsExamined
from services.logistics.documents import store as documents
from services.logistics.documents.rules.drawing import document_set
from services.logistics.examination.rules.presentation import Examine, examined
from services.logistics.letter_of_credit import store, work
from services.logistics.letter_of_credit.rules.bank_days import bank_days
from services.logistics.letter_of_credit.rules.credit import LetterOfCredit


async def examine(db: Db, asked: Sequence[Examine]) -> list[Answer[DocumentsExamined] | Refusal]:
    """Against the documents as they are drawn now, and what was drawn under the same credit before."""
    others = await store.of_same_number(db, [one.order_id for one in asked])
    drawn = await documents.load(db, [one.shipment_id for one in asked])

    def do(credit: LetterOfCredit, one: Examine) -> Step[LetterOfCredit, DocumentsExamined] | Refusal:
        if one.shipment_id not in drawn:
            return NotFound(what="shipment", id=one.shipment_id)
        country = credit.terms.expiry_country if credit.terms else None
        return examined(credit, one, document_set(drawn[one.shipment_id]), bank_days(country), others)

    return await work.command(db, asked, do)
