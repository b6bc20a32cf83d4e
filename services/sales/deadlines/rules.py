"""What is said of a document that waits until a day (NOT-3)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from contracts.deadlines import DeadlineMet, DeadlineSet, DocumentKind

Said = DeadlineSet | DeadlineMet


@dataclass(frozen=True)
class Waiting:
    """A document, until when it waits now and what was said of that; each day None where there is none.

    ``version`` counts the days that were said.
    """

    document_id: UUID
    kind: DocumentKind
    number: str
    customer: str
    order_id: UUID | None
    until: date | None
    told: date | None
    version: int


def look(waiting: Waiting) -> Said | None:
    """Each day once; that it is over, once nobody waits any more. A promise that notify watches is opened and kept."""
    if waiting.until == waiting.told:
        return None
    about = {
        "orders": (waiting.order_id,) if waiting.order_id else (),
        "document_id": waiting.document_id,
        "kind": waiting.kind,
        "number": waiting.number,
        "customer": waiting.customer,
        "order_id": waiting.order_id,
    }
    if waiting.until is None:
        return DeadlineMet.having({**about, "version": waiting.version})
    return DeadlineSet.having({**about, "version": waiting.version + 1, "due_on": waiting.until})
