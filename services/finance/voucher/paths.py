"""What a path names a voucher by, and where people find one that waits for a signature."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from chassis.handling import Reading, Subject, Subjects
from chassis.http.named import named
from chassis.http.page import FIRST
from services.finance.voucher import store
from services.finance.voucher.rules import Voucher

VoucherId = Annotated[UUID, named("voucher", "voucher_id", store.numbered)]
"""A voucher by its id, or its number JV-2026-000123."""


async def _awaited(db: Reading, after: UUID | None, limit: int) -> list[Subject]:
    return [_subject(one) for one in await store.listed(db, True, after or FIRST, limit)]


def _subject(one: Voucher) -> Subject:
    name = f"{one.number} {one.amount:f} {one.currency}"
    return Subject("voucher", one.voucher_id, name, {"voucher_id": one.voucher_id}, {})


SUBJECTS = Subjects(waiting=_awaited)
"""Vouchers are signed."""
