"""A confirmation as it would be issued now."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from chassis.handling import Reading
from chassis.papers.company import issuer
from chassis.papers.kinds import Draft, Found, NotYet, PaperKind
from contracts.order import OrderContent
from contracts.texts import Text
from services.sales.order.paths import READERS
from services.sales.papers import store
from services.sales.papers.rules.order_confirmation import (
    TITLE,
    OrderConfirmation,
    confirmation_paper,
    confirmation_sheet,
)
from services.sales.papers.store import Papered

CONFIRMED = ("confirmed", "closed")
NOT_CONFIRMED = Text("the order is not confirmed")


async def confirmations_of(db: Reading, order_id: UUID) -> Sequence[Found[OrderConfirmation]]:
    papered = await store.of_order(db, order_id)
    return [_confirmation(papered)] if papered else []


async def confirmation_numbered(db: Reading, number: str) -> Found[OrderConfirmation] | None:
    papered = await store.numbered(db, number)
    return _confirmation(papered) if papered else None


def _confirmation(papered: Papered) -> Found[OrderConfirmation]:
    """Each version of the order is a version of its confirmation."""
    order, content = papered.order, papered.order.content
    if order.status not in CONFIRMED or not isinstance(content, OrderContent):
        return NotYet(NOT_CONFIRMED, content.number, content.customer)
    return Draft(
        document=content.number,
        number=content.number,
        order_id=order.order_id,
        customer=content.customer,
        drawn_from=f"order version {order.version}{' under review' if order.pending else ''}",
        data=confirmation_paper(order, content, papered.items, issuer(), papered.policy, papered.needs),
        language=papered.language,
    )


CONFIRMATION = PaperKind(
    "order_confirmation",
    TITLE,
    READERS,
    OrderConfirmation,
    confirmations_of,
    confirmation_numbered,
    confirmation_sheet,
)
