"""What is told of an order's money, and who asked for it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Never

from chassis import clock
from chassis.handling import Answer, Db
from chassis.refusal import Refusal
from contracts.sales import PaymentPromised
from services.sales.collection import rules
from services.sales.receivable.work import command


async def note(db: Db, asked: Sequence[rules.NoteReceipt]) -> list[Answer[Never] | Refusal]:
    at = clock.now()
    return await command(db, asked, lambda known, one: rules.note(known, one, at))


async def correct(db: Db, asked: Sequence[rules.CorrectReceipt]) -> list[Answer[Never] | Refusal]:
    at = clock.now()
    return await command(db, asked, lambda known, one: rules.correct(known, one, at))


async def chase(db: Db, asked: Sequence[rules.NoteChase]) -> list[Answer[PaymentPromised] | Refusal]:
    at = clock.now()
    return await command(db, asked, lambda known, one: rules.chase(known, one, at))
