"""What logistics says of the documents under a letter of credit, and of its bank (UCP 600 art. 14-16) (LOG-7)."""

from __future__ import annotations

from datetime import date
from typing import Literal
from uuid import UUID

from contracts.event import OrderEvent, Promise, until
from contracts.logistics import ShipmentEvent
from contracts.review import Reason
from contracts.scalars import Count, Day
from contracts.sentences import Sentence


class DocumentsExamined(OrderEvent, topic="documents.examined", said_by="logistics"):
    """The documents of a shipment were examined against the letter of credit and each other (UCP 600 art. 14)."""

    summary = Sentence(
        en="documents[ of {shipment}] examined[: {verdict}][, {discrepancies} discrepancies]",
        zh="[{shipment} ]单据已审核[：{verdict}][，不符点 {discrepancies} 项]",
    )

    order_version: Count
    shipment_id: UUID
    version: Count
    """Counts the examinations of this order; the highest holds."""
    verdict: Literal["conform", "discrepant", "for a person"]
    discrepancies: Count = 0
    doubts: Count = 0
    """What a person must judge."""
    present_by: Day | None = None
    """The last day of presentation to the bank; None while the goods have not left, or once they were presented."""
    then = (
        Promise(
            of=("documents.presented", "shipment.cancelled", "return.received"),
            by="logistics",
            within=until("last_day"),
            match=("shipment_id",),
            in_part=("return.received",),
            when="present_by",
        ),
    )

    @property
    def last_day(self) -> date:
        """``present_by``, where there is one."""
        return self.present_by or date.max


class DocumentsPresented(ShipmentEvent, topic="documents.presented", said_by="logistics"):
    """A shipment's documents are with the bank, which has five banking days to answer (UCP 600 art. 14 b).

    ``version`` counts what was said of presentations under this credit.
    """

    summary = Sentence(
        en="documents[ of {shipment}] presented[ to {bank}][, its answer is due by {answer_by}]",
        zh="[{shipment} ]单据已交单[，银行 {bank}][，应于 {answer_by} 前答复]",
    )

    bank: str
    presented_on: Day
    answer_by: Day
    then = (
        Promise(
            of=("documents.accepted", "documents.refused"),
            by="logistics",
            within=until("answer_by"),
            match=("shipment_id",),
            counted_by="version",
            outside="the bank",
        ),
    )


class DocumentsRefused(ShipmentEvent, topic="documents.refused", said_by="logistics"):
    """The bank gave notice that it refuses the documents, with every discrepancy (UCP 600 art. 16 c)."""

    summary = Sentence(
        en="documents[ of {shipment}] refused by the bank[: {discrepancies}][; it may not refuse: {reasons}]",
        zh="[{shipment} ]单据被银行拒付[：{discrepancies}][；银行无权拒付：{reasons}]",
    )

    bank: str
    refused_on: Day
    discrepancies: tuple[str, ...]
    """In the bank's words."""
    present_by: Day
    """The last day on which they can be presented again."""
    reasons: tuple[Reason, ...] = ()
    """Why the bank may not claim that they do not comply (UCP 600 art. 16 f); empty where it may."""
    then = (
        Promise(
            of=("documents.presented", "documents.accepted", "return.received"),
            by="logistics",
            within=until("present_by"),
            match=("shipment_id",),
            counted_by="version",
            in_part=("return.received",),
            alarming=True,
        ),
    )


class DocumentsAccepted(ShipmentEvent, topic="documents.accepted", said_by="logistics"):
    """The bank pays against the documents, at sight or on a later day (UCP 600 art. 7, 8, 15)."""

    summary = Sentence(
        en="documents[ of {shipment}] accepted by the bank[, it pays on {pays_on}]",
        zh="[{shipment} ]银行已承付[，付款日 {pays_on}]",
    )

    bank: str
    accepted_on: Day
    pays_on: Day
