"""A feasibility report as it would be issued now."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256
from uuid import UUID

from chassis.handling import Reading
from chassis.papers.company import issuer
from chassis.papers.kinds import Draft, Found, NotYet, PaperKind
from chassis.stored import storable
from contracts.order import OrderContent
from contracts.review import REVIEWERS
from contracts.texts import Text
from services.sales.order.paths import OFFICE, STAFF
from services.sales.papers import store
from services.sales.papers.rules.feasibility_report import (
    TITLE,
    FeasibilityReport,
    feasibility_paper,
    feasibility_sheet,
)
from services.sales.papers.store import Papered

NOT_JUDGED = Text("it is issued when all four departments have judged the order")


async def feasibility_of(db: Reading, order_id: UUID) -> Sequence[Found[FeasibilityReport]]:
    papered = await store.of_order(db, order_id)
    return [_feasibility(papered)] if papered else []


async def feasibility_numbered(db: Reading, number: str) -> Found[FeasibilityReport] | None:
    papered = await store.numbered(db, number)
    return _feasibility(papered) if papered else None


def _feasibility(papered: Papered) -> Found[FeasibilityReport]:
    """What is judged otherwise is the next version."""
    order, content = papered.order, papered.order.content
    if not isinstance(content, OrderContent) or set(REVIEWERS) - set(order.verdicts):
        return NotYet(NOT_JUDGED, content.number, content.customer)
    data = feasibility_paper(order, content, papered.items, issuer())
    return Draft(
        document=content.number,
        number=content.number,
        order_id=order.order_id,
        customer=content.customer,
        drawn_from=sha256(storable((data.judged, data.risk, data.promised)).encode()).hexdigest(),
        data=data,
    )


FEASIBILITY = PaperKind(
    "feasibility_report",
    TITLE,
    (*STAFF, *OFFICE),
    FeasibilityReport,
    feasibility_of,
    feasibility_numbered,
    feasibility_sheet,
    stays_inside=True,
)
