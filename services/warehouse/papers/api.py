"""HTTP of the warehouse's papers."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from asyncpg import Record

from chassis.handling import Reading
from chassis.http.identity import Role
from chassis.papers.api import paper_routes
from chassis.papers.company import issuer
from chassis.papers.kinds import Draft, Found, NotYet, PaperKind
from contracts.texts import Text
from services.warehouse.book.paths import READERS
from services.warehouse.papers import store
from services.warehouse.papers.rules.outbound_slip import TITLE, OutboundSlip, slip_sheet
from services.warehouse.papers.rules.supplier_return import TITLE as RETURN
from services.warehouse.papers.rules.supplier_return import SupplierReturn, return_sheet
from services.warehouse.papers.view import return_paper, slip_paper

NOT_PACKED = NotYet(Text("it is issued when goods are packed"))


async def slips_of(db: Reading, order_id: UUID) -> Sequence[Found[OutboundSlip]]:
    return await _drafts(db, order_id) or [NOT_PACKED]


async def slip_numbered(db: Reading, number: str) -> Draft[OutboundSlip] | None:
    order_id = await store.order_with_slip(db, number)
    drafts = await _drafts(db, order_id) if order_id else []
    return next((draft for draft in drafts if draft.number == number), None)


async def _drafts(db: Reading, order_id: UUID) -> list[Draft[OutboundSlip]]:
    """A slip tells for good what it told when the goods were packed."""
    shipments = await store.packed_of(db, order_id)
    if not shipments:
        return []
    number, items = await store.order_number(db, order_id), await store.items_of(db, shipments)
    return [
        Draft(
            document=shipment.slip_number,
            number=shipment.slip_number,
            order_id=order_id,
            customer="",
            drawn_from="packed",
            data=slip_paper(shipment, number, items, issuer()),
        )
        for shipment in shipments
    ]


async def returns_of(db: Reading, order_id: UUID) -> Sequence[Found[SupplierReturn]]:
    return [_return(row) for row in await store.returns_of(db, order_id)]


async def return_numbered(db: Reading, number: str) -> Draft[SupplierReturn] | None:
    row = await store.return_numbered(db, number)
    return _return(row) if row else None


def _return(row: Record) -> Draft[SupplierReturn]:
    """One that serves several orders is kept with the first of them."""
    return Draft(
        document=row["number"],
        number=row["number"],
        order_id=next(iter(row["orders"]), None),
        customer="",
        supplier=row["supplier"],
        drawn_from="returned",
        data=return_paper(row, issuer()),
    )


RETURNERS: tuple[Role, ...] = ("storekeeper", "inspector", "quality manager", "buyer", "general manager", "management")
"""Who may see what goes back to a supplier."""
router = paper_routes(
    PaperKind("outbound_slip", TITLE, READERS, OutboundSlip, slips_of, slip_numbered, slip_sheet, stays_inside=True),
    PaperKind("supplier_return", RETURN, RETURNERS, SupplierReturn, returns_of, return_numbered, return_sheet),
)
