"""What sales says of documents that wait for somebody until a day, whether they are about an order or about none."""

from __future__ import annotations

from typing import Literal
from uuid import UUID

from contracts.event import Event, Promise, until
from contracts.scalars import Count, Day
from contracts.sentences import Sentence

DocumentKind = Literal["inquiry", "sample", "conversation", "measure", "feedback", "contract", "collection"]
"""An inquiry to be answered (SAL-1), a sample to be sent and judged (SAL-23), a promise made in a conversation about no
order (SAL-22), a measure of a complaint to be taken (SAL-12), a low score to be followed up (SAL-14), a contract to be
prolonged (SAL-18), the money of a delivery to be followed up (SAL-11)."""


class DeadlineEvent(Event):
    """An event about one such document; ``version`` counts the days that were set for it."""

    document_id: UUID
    kind: DocumentKind
    number: str
    """What people call it, or the order or complaint that it is about."""
    customer: str
    version: Count
    order_id: UUID | None = None
    """The order that it is about, if it is about one."""


class DeadlineSet(DeadlineEvent, topic="deadline.set", key="document_id", said_by="sales"):
    """Something is to be done about a document by a day; said again when that day is another (NOT-3)."""

    summary = Sentence(
        en="to be done by a day[: {kind} {number}][, {due_on}]",
        zh="限期办理[：{kind} {number}][，{due_on} 前]",
        minor=True,
    )

    due_on: Day
    """It is late after this day, in the company's zone."""
    then = (
        Promise(
            of=("deadline.met",),
            by="sales",
            within=until("due_on"),
            match=("document_id",),
            counted_by="version",
            of_document=True,
        ),
    )

    @property
    def reason(self) -> str:
        return f"{self.kind} {self.number}"


class DeadlineMet(DeadlineEvent, topic="deadline.met", key="document_id", said_by="sales"):
    """It was done, in time or late, or is not to be done any more (NOT-3)."""

    summary = Sentence(
        en="what was to be done by a day is over[: {kind} {number}]",
        zh="限期事项已了结[：{kind} {number}]",
        minor=True,
    )
