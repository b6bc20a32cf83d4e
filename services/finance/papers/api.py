"""HTTP of finance's papers."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from chassis.handling import Reading
from chassis.http.identity import Role
from chassis.papers.api import paper_routes
from chassis.papers.company import issuer
from chassis.papers.kinds import Draft, Found, NotYet, PaperKind
from contracts.texts import Text
from services.finance.papers import store
from services.finance.papers.rules.commercial_invoice import TITLE, CommercialInvoice, invoice_paper, invoice_sheet
from services.finance.papers.store import Billed

READERS: tuple[Role, ...] = (
    "accountant", "finance manager", "general manager", "merchandiser", "salesperson", "sales manager",
    "customer service", "management", "logistics clerk", "customer",
)  # fmt: skip
NOTHING_LEFT = NotYet(Text("it is issued when goods have left"))


async def invoices_of(db: Reading, order_id: UUID) -> Sequence[Found[CommercialInvoice]]:
    return [_draft(billed) for billed in await store.of_order(db, order_id)] or [NOTHING_LEFT]


async def invoice_numbered(db: Reading, number: str) -> Draft[CommercialInvoice] | None:
    billed = await store.numbered(db, number)
    return _draft(billed) if billed else None


def _draft(billed: Billed) -> Draft[CommercialInvoice]:
    """An invoice tells for good what it told when it was issued."""
    invoice = billed.invoice
    return Draft(
        document=invoice.number,
        number=invoice.number,
        order_id=invoice.order_id,
        customer=invoice.customer,
        drawn_from="issued",
        data=invoice_paper(invoice, billed.content, issuer()),
        language=billed.language,
    )


INVOICE = PaperKind(
    "commercial_invoice", TITLE, READERS, CommercialInvoice, invoices_of, invoice_numbered, invoice_sheet
)
router = paper_routes(INVOICE)
