"""The request for quotation as one supplier gets it: nothing of the others who are asked stands on it (PUR-10)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from uuid import UUID

from chassis.papers.company import Issuer
from chassis.papers.sheet import Column, Sheet, Table, told
from chassis.papers.written import quantity
from contracts.texts import Text
from contracts.value import Value
from services.purchasing.papers.rules.seller import Seller, parties
from services.purchasing.rfq.rules.request import Rfq

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


def request_paper(rfq: Rfq, seller: Seller, buyer: Issuer) -> QuotationRequest:
    names = ("rfq_id", "number", "item", "unit", "quantity", "wanted_on", "answer_by", "specification")
    return QuotationRequest(buyer=buyer, seller=seller, **{name: getattr(rfq, name) for name in names})


def request_sheet(paper: QuotationRequest) -> Sheet:
    return Sheet(
        title=TITLE,
        number=paper.number,
        parties=parties(paper.buyer, paper.seller),
        facts=told(
            (Text("Wanted on"), paper.wanted_on.isoformat()),
            (Text("Answer until"), paper.answer_by.isoformat()),
        ),
        tables=(_goods(paper),),
        notes=(
            *filter(None, (paper.specification,)),
            Text(
                "Please answer by the link that came with this: price, least quantity, days to deliver, until when your"
                " price stands, and days until payment; or that you do not offer it."
            ),
        ),
    )


def _goods(paper: QuotationRequest) -> Table:
    columns = (Column(label=Text("Item")), Column(label=Text("Quantity"), number=True))
    return Table(columns=columns, rows=((paper.item, quantity(paper.quantity, paper.unit)),))
