"""A form of return as it would be issued now."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256
from uuid import UUID

from chassis.handling import Reading
from chassis.papers.company import issuer
from chassis.papers.kinds import Draft, Found, NotYet, PaperKind
from chassis.stored import storable
from contracts.texts import Text
from services.sales.order.paths import READERS
from services.sales.papers import store
from services.sales.papers.rules.return_form import TITLE, ReturnForm, return_paper, return_sheet
from services.sales.papers.store import Papered
from services.sales.ticket import store as tickets
from services.sales.ticketing.rules.opening import had

NOTHING_GOES_BACK = Text("the customer has no goods that could go back")


async def return_forms_of(db: Reading, order_id: UUID) -> Sequence[Found[ReturnForm]]:
    """None of an order of which nothing was delivered."""
    papered = await store.of_order(db, order_id)
    delivered = papered and any(one.delivered_at for one in papered.order.shipments.values())
    return [await _return_form(db, papered)] if papered and delivered else []


async def return_form_numbered(db: Reading, number: str) -> Found[ReturnForm] | None:
    papered = await store.numbered(db, number)
    return await _return_form(db, papered) if papered else None


async def _return_form(db: Reading, papered: Papered) -> Found[ReturnForm]:
    """What may go back otherwise is the next version."""
    order, content = papered.order, papered.order.content
    left = had(order, await tickets.of_orders(db, [order.order_id])).values()
    if not left:
        return NotYet(NOTHING_GOES_BACK, content.number, content.customer)
    data = return_paper(content, left, papered.items, issuer())
    return Draft(
        document=content.number,
        number=content.number,
        order_id=order.order_id,
        customer=content.customer,
        drawn_from=sha256(storable(data.lines).encode()).hexdigest(),
        data=data,
        language=papered.language,
    )


RETURN_FORM = PaperKind(
    "return_form",
    TITLE,
    READERS,
    ReturnForm,
    return_forms_of,
    return_form_numbered,
    return_sheet,
    answered=True,
)
