"""The request for quotation as one supplier gets it: nothing of the others who are asked stands on it (PUR-10)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from uuid import UUID

from chassis.papers.company import Issuer
from chassis.papers.sheet import Column, Sheet, Table, told
from chassis.papers.written import quantity
from contracts.texts import Text
from contracts.value import Value, fields_of
from services.purchasing.papers.rules.seller import Seller, parties
from services.purchasing.rfq.rules.request import Rfq, Wanted

TITLE = Text("Request for quotation")


class QuotationRequest(Value):
    rfq_id: UUID
    number: str
    buyer: Issuer
    seller: Seller
    item: str
    unit: str
    quantity: Decimal
    wanted_on: date
    answer_by: date
    specification: str
    further: tuple[Wanted, ...] = ()
    """What he is asked for besides; the first item is told above."""


def request_paper(rfq: Rfq, seller: Seller, buyer: Issuer) -> QuotationRequest:
    names = ("rfq_id", "number", "item", "unit", "quantity", "wanted_on", "answer_by", "specification")
    further = tuple(Wanted.having(fields_of(one)) for one in rfq.further)
    return QuotationRequest(buyer=buyer, seller=seller, further=further, **{name: getattr(rfq, name) for name in names})


def request_sheet(paper: QuotationRequest) -> Sheet:
    wanted = (Wanted.having(fields_of(paper)), *paper.further)
    return Sheet(
        title=TITLE,
        number=paper.number,
        parties=parties(paper.buyer, paper.seller),
        facts=told((Text("Answer until"), paper.answer_by.isoformat())),
        tables=(_goods(wanted),),
        notes=(
            *(_specification(one, wanted) for one in wanted if one.specification),
            Text(
                "Please answer by the link that came with this: price, least quantity, days to deliver, until when your"
                " price stands, and days until payment; or that you do not offer it."
            ),
        ),
    )


def _specification(one: Wanted, all_: Sequence[Wanted]) -> str:
    return f"{one.item}: {one.specification}" if len(all_) > 1 else one.specification


def _goods(wanted: Sequence[Wanted]) -> Table:
    columns = (
        Column(label=Text("Item")),
        Column(label=Text("Quantity"), number=True),
        Column(label=Text("Wanted on")),
    )
    rows = tuple((one.item, quantity(one.quantity, one.unit), one.wanted_on.isoformat()) for one in wanted)
    return Table(columns=columns, rows=rows)
