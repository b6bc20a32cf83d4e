"""What the paths of letters of credit name, by the order's id or number, and who asks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Final
from uuid import UUID

from fastapi import Depends

from chassis.handling import Reading, Subject, Subjects
from chassis.http.identity import Person, allow
from chassis.http.named import named
from services.logistics.letter_of_credit import store
from services.logistics.letter_of_credit.rules.credit import LetterOfCredit

CreditId = Annotated[UUID, named("letter of credit", "letter_of_credit_id", store.numbered)]
"""A letter of credit by its order's id or number."""
Decider = Annotated[Person, Depends(allow("sales manager", "management"))]
READERS: Final = ("logistics clerk", "merchandiser", "sales manager", "accountant", "management")
"""Who may see letters of credit."""
Reader = Annotated[Person, Depends(allow(*READERS))]


async def _of_orders(db: Reading, orders: Sequence[UUID]) -> list[Subject]:
    return [_subject(credit) for credit in await store.of_orders(db, orders)]


async def _to_do(db: Reading, after: UUID | None, limit: int) -> list[Subject]:
    return [_subject(credit) for credit in await store.to_do(db, after, limit)]


def _subject(credit: LetterOfCredit) -> Subject:
    id_, number = credit.order_id, credit.terms.number if credit.terms else credit.agreed.number
    waiting = {"number": credit.waiting[0].number} if credit.waiting else {}
    return Subject("letter_of_credit", id_, number, {"letter_of_credit_id": id_}, {"order_id": id_, **waiting})


SUBJECTS = Subjects(_of_orders, _to_do)
"""What people do something with."""
