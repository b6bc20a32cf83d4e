"""A quotation as it would be issued now."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from chassis.handling import Reading
from chassis.papers.company import issuer
from chassis.papers.kinds import Draft, Found, NotYet, PaperKind
from contracts.texts import Text
from services.sales.order.paths import READERS
from services.sales.papers import store
from services.sales.papers.rules.quotation import TITLE, QuotationPaper, quotation_paper, quotation_sheet

ANOTHER_QUOTED = Text("a newer quotation took its place")
DECLINED = Text("the inquiry was declined")


async def quotations_of(db: Reading, order_id: UUID) -> Sequence[Found[QuotationPaper]]:
    """The one by which it was ordered."""
    papered = await store.of_order(db, order_id)
    named = papered.order.content.quotation if papered else None
    found = await quotation_numbered(db, named) if named else None
    return [found] if found else []


async def quotation_numbered(db: Reading, number: str) -> Found[QuotationPaper] | None:
    """Each quotation is a paper of its own, from when the customer may hear of it."""
    papered = await store.of_quotation(db, number)
    if papered is None:
        return None
    one, inquiry, customer = papered.quotation, papered.inquiry, papered.customer
    if inquiry.status == "declined" or inquiry.newest != one:
        return NotYet(DECLINED if inquiry.newest == one else ANOTHER_QUOTED, number, inquiry.customer)
    return Draft(
        document=number,
        number=number,
        order_id=None,
        customer=inquiry.customer,
        drawn_from=f"quoted on {one.quoted_on}",
        data=quotation_paper(one, inquiry, customer, papered.items, issuer()),
        language=customer.language,
    )


QUOTATION = PaperKind(
    "quotation",
    TITLE,
    READERS,
    QuotationPaper,
    quotations_of,
    quotation_numbered,
    quotation_sheet,
)
