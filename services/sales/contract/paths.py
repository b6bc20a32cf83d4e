"""What paths name a sales contract by, and where people find it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Annotated
from uuid import UUID

from chassis import clock
from chassis.figures import holding
from chassis.handling import Reading, Subject, Subjects
from chassis.http.named import named
from contracts.value import fields_of
from services.sales.contract import store
from services.sales.contract.rules.document import SalesContract
from services.sales.policy import Policy

ContractId = Annotated[UUID, named("contract", "contract_id", store.numbered)]
"""A sales contract by its id, or as SC-2026-000123."""


async def _waiting(db: Reading, after: UUID | None, limit: int) -> Sequence[Subject]:
    today = clock.today()
    last = today + timedelta(days=(await holding(db, Policy)).contract_reminder_days)
    return [_subject(one) for one in await store.waiting(db, after, limit, today, last)]


def _subject(one: SalesContract) -> Subject:
    """What is amended begins with what the newest version says."""
    newest = one.newest
    clauses = [{name: told for name, told in fields_of(each).items() if told} for each in newest.clauses]
    says = {"version": newest.version, "clauses": clauses, "valid_until": newest.valid_until}
    return Subject("contract", one.contract_id, one.number, {"contract_id": one.contract_id}, says)


async def _named(db: Reading, name: str, limit: int) -> list[Subject]:
    return [_subject(one) for one in await store.named(db, name, limit)]


SUBJECTS = Subjects(waiting=_waiting, by_name=_named)
"""Contracts that wait for their review or signatures, and those that end soon; any other by its number (SAL-18). It is
about all orders of its term, and none of its commands about one of them."""
