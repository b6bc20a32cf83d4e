"""A shipment's documents at the bank: presented, refused, accepted (LOG-7, UCP 600 art. 14-16)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Literal
from uuid import UUID

from contracts.markings import Personal
from contracts.money import Money
from contracts.reasons import because
from contracts.review import Reason
from contracts.scalars import Count, Day
from contracts.value import Value
from services.logistics.documents.rules.document import GoodsLine

Waiver = Literal["asked", "given", "declined"]
"""Of the customer, who may let the bank take what it refused; the bank need not (UCP 600 art. 16 b)."""
Disposal = Literal["held for us", "held for a waiver", "returned", "as we told before"]
"""What the bank does with documents that it refused, as its notice must say (UCP 600 art. 16 c iii)."""


class Presentation(Value):
    """One presentation of a shipment's documents; the last one of a shipment is what holds."""

    shipment_id: UUID
    order_version: Count
    bank: str
    presented_on: Day
    answer_by: Day
    """The fifth banking day after it was presented (UCP 600 art. 14 b)."""
    present_by: Day
    """The last day of presentation (UCP 600 art. 6 d, 14 c, 29)."""
    drawn: Money | None = None
    """What the bank was asked to pay; None where nothing was invoiced yet."""
    shipped: tuple[GoodsLine, ...] = ()
    """The lines of the invoices that were presented: their quantities are used up by it (UCP 600 art. 31)."""
    reference: str = ""
    """The bank's own of this presentation: 21 of what other banks answer it."""
    state: Literal["presented", "refused", "accepted"] = "presented"
    answered_on: Day | None = None
    discrepancies: tuple[str, ...] = ()
    """In the bank's words."""
    documents: Disposal | None = None
    reasons: tuple[Reason, ...] = ()
    """Why the bank's refusal does not hold."""
    waiver: Waiver | None = None
    waiver_told_by: Personal[str] = ""
    """Who said it for the customer; empty where nobody told."""
    waiver_told_on: Day | None = None
    message: str = ""
    """The bank's own, where its answer came as one (MT 734, MT 752)."""
    pays_on: Day | None = None

    def refused(self, on: date, discrepancies: tuple[str, ...], documents: Disposal | None) -> Presentation:
        """By the bank's one notice, which holds only as article 16 has it."""
        told = self.but(state="refused", answered_on=on, discrepancies=discrepancies, documents=documents)
        return told.but(reasons=tuple(_precluded(told, on)))

    def accepted(self, on: date, pays_on: date) -> Presentation:
        return self.but(state="accepted", answered_on=on, pays_on=pays_on)


def _precluded(told: Presentation, on: date) -> Iterator[Reason]:
    """Why the bank may not claim that the documents do not comply (UCP 600 art. 16 f)."""
    if on > told.answer_by:
        yield because("lc_notice_late", day=on, last=told.answer_by)
    if not told.discrepancies:
        yield because("lc_notice_empty")
    if told.documents is None:
        yield because("lc_notice_silent")
