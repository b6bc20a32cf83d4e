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
from services.warehouse.papers.rules.inspection_report import TITLE as REPORT
from services.warehouse.papers.rules.inspection_report import InspectionReport, report_sheet
from services.warehouse.papers.rules.outbound_slip import TITLE, OutboundSlip, slip_sheet
from services.warehouse.papers.rules.supplier_return import TITLE as RETURN
from services.warehouse.papers.rules.supplier_return import SupplierReturn, return_sheet
from services.warehouse.papers.view import report_paper, return_paper, slip_paper
from services.warehouse.specifying.store import of_order

NOT_PACKED = NotYet(Text("it is issued when goods are packed"))


async def slips_of(db: Reading, order_id: UUID) -> Sequence[Found[OutboundSlip]]:
    return await _drafts(db, order_id) or [NOT_PACKED]


async def slip_numbered(db: Reading, number: str) -> Draft[OutboundSlip] | None:
    order_id = await store.order_with_slip(db, number)
    drafts = await _drafts(db, order_id) if order_id else []
    return next((draft for draft in drafts if draft.number == number), None)


async def _drafts(db: Reading, order_id: UUID) -> list[Draft[OutboundSlip]]:
    """A slip tells for good what it told when the goods were packed; that a line is to be otherwise since is its next
    version (SAL-9)."""
    shipments = await store.packed_of(db, order_id)
    if not shipments:
        return []
    number, items = await store.order_number(db, order_id), await store.items_of(db, shipments)
    pieces = await store.pieces_of(db, [shipment.shipment_id for shipment in shipments])
    words = await of_order(db, order_id)
    told = [
        slip_paper(shipment, number, items, issuer(), pieces.get(shipment.shipment_id, ()), words)
        for shipment in shipments
    ]
    return [_slip(one, order_id) for one in told]


def _slip(slip: OutboundSlip, order_id: UUID) -> Draft[OutboundSlip]:
    since = next((f", otherwise since {one.version}" for one in slip.otherwise), "")
    return Draft(
        document=slip.number,
        number=slip.number,
        order_id=order_id,
        customer="",
        drawn_from=f"packed{since}",
        data=slip,
    )


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


async def reports_of(db: Reading, order_id: UUID) -> Sequence[Found[InspectionReport]]:
    return [_report(row) for row in await store.reports_of(db, order_id)]


async def report_numbered(db: Reading, number: str) -> Found[InspectionReport] | None:
    row = await store.report_numbered(db, number)
    return _report(row) if row else None


def _report(row: Record) -> Found[InspectionReport]:
    """A concession is the next version of it; one that serves several orders is kept with the first of them."""
    if row["state"] == "open":
        return NotYet(Text("it is issued with the verdict"), row["number"])
    return Draft(
        document=row["number"],
        number=row["number"],
        order_id=next(iter(row["orders"]), None),
        customer="",
        supplier=row["supplier"],
        drawn_from=row["state"],
        data=report_paper(row, issuer()),
    )


RETURNERS: tuple[Role, ...] = ("storekeeper", "inspector", "quality manager", "buyer", "general manager", "management")
"""Who may see what goes back to a supplier."""
JUDGES: tuple[Role, ...] = (*RETURNERS, "merchandiser", "sales manager")
"""Who may see how a lot was judged: also who answers for it to the customer."""
router = paper_routes(
    PaperKind("outbound_slip", TITLE, READERS, OutboundSlip, slips_of, slip_numbered, slip_sheet, stays_inside=True),
    PaperKind("inspection_report", REPORT, JUDGES, InspectionReport, reports_of, report_numbered, report_sheet),
    PaperKind("supplier_return", RETURN, RETURNERS, SupplierReturn, returns_of, return_numbered, return_sheet),
)
