"""Slips as they would be issued now."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from chassis.handling import Reading
from chassis.http.identity import Role
from chassis.papers.company import issuer
from chassis.papers.kinds import Draft, Found, NotYet, PaperKind
from contracts.texts import Text
from services.sales.order.paths import OFFICE, STAFF
from services.sales.order.rules.facts import Shipment
from services.sales.papers import store
from services.sales.papers.rules.sales_slip import TITLE, SalesSlip, slip_paper, slip_sheet
from services.sales.papers.store import Papered

NOT_RELEASED = NotYet(Text("it is issued when goods are released"))
SLIP_READERS: tuple[Role, ...] = (*STAFF, *OFFICE, "storekeeper", "logistics clerk")


async def slips_of(db: Reading, order_id: UUID) -> Sequence[Found[SalesSlip]]:
    papered = await store.of_order(db, order_id)
    return (_slips(papered) or [NOT_RELEASED]) if papered else []


async def slip_numbered(db: Reading, number: str) -> Draft[SalesSlip] | None:
    papered = await store.with_slip(db, number)
    slips = _slips(papered) if papered else []
    return next((slip for slip in slips if slip.number == number), None)


def _slips(papered: Papered) -> list[Draft[SalesSlip]]:
    shipments = [shipment for shipment in papered.order.shipments.values() if shipment.slip_number]
    return [_slip(papered, shipment) for shipment in sorted(shipments, key=lambda shipment: shipment.slip_number)]


def _slip(papered: Papered, shipment: Shipment) -> Draft[SalesSlip]:
    """A slip is about what was reserved for it, whatever becomes of the order later."""
    content = papered.order.binding
    return Draft(
        document=shipment.slip_number,
        number=shipment.slip_number,
        order_id=papered.order.order_id,
        customer=content.customer,
        drawn_from=f"order version {shipment.order_version}",
        data=slip_paper(shipment, content, papered.items, issuer()),
    )


SLIP = PaperKind(
    "sales_slip",
    TITLE,
    SLIP_READERS,
    SalesSlip,
    slips_of,
    slip_numbered,
    slip_sheet,
    stays_inside=True,
)
