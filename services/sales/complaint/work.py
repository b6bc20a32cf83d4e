"""The one road of a complaint: load it, do what is asked, save it, say what comes of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol, TypeVar
from uuid import UUID

from chassis.handling import Answer, Db, Step
from chassis.refusal import NotFound, Refusal
from contracts.complaints import ComplaintEvent
from services.sales.complaint import store
from services.sales.complaint.rules.document import Complaint
from services.sales.complaint.view import for_customer, state_of


class AboutComplaint(Protocol):
    @property
    def complaint_id(self) -> UUID: ...

    @property
    def only_of(self) -> str | None: ...


C = TypeVar("C", bound=AboutComplaint)
E = TypeVar("E", bound=ComplaintEvent)


async def command(
    db: Db, commands: Sequence[C], do: Callable[[Complaint, C], Step[Complaint, E] | Refusal]
) -> list[Answer[E] | Refusal]:
    """What each command makes of its complaint, or why it does not; a customer's of his own only (ALL-3)."""
    known = await store.load(db, [asked.complaint_id for asked in commands])
    done = [_done(known.get(asked.complaint_id), asked, do) for asked in commands]
    await store.save(db, [step.document for step in done if isinstance(step, Step)])
    return [answer(step, asked.only_of) for step, asked in zip(done, commands, strict=True)]


def answer(step: Step[Complaint, E] | Refusal, only_of: str | None) -> Answer[E] | Refusal:
    if isinstance(step, Refusal):
        return step
    return Answer((for_customer if only_of else state_of)(step.document), step.events)


def _done(
    known: Complaint | None, asked: C, do: Callable[[Complaint, C], Step[Complaint, E] | Refusal]
) -> Step[Complaint, E] | Refusal:
    if known is None or asked.only_of not in (None, known.customer):
        return NotFound(what="complaint", id=asked.complaint_id)
    return do(known, asked)
