"""The form by which a customer gives goods back, exchanges them or has them repaired; its link leads to it (SAL-13)."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from chassis.papers.company import Issuer
from chassis.papers.sheet import Sheet, Table, told
from contracts.markings import Personal
from contracts.order import OrderContent, OrderDraft, ShipmentLine
from contracts.texts import Text
from contracts.value import Value, fields_of
from services.sales.masters.rules import Item
from services.sales.papers.rules.goods import GOODS_COLUMNS, GoodsLine, goods_cells, named
from services.sales.papers.rules.parties import parties

TITLE = Text("Return form")


class ReturnForm(Value):
    """What may go back as of its issue: what the customer got and did not give back."""

    number: str
    seller: Issuer
    customer: str
    customer_name: Personal[str]
    customer_po: str
    lines: tuple[GoodsLine, ...]


def return_paper(
    content: OrderContent | OrderDraft, left: Collection[ShipmentLine], items: Mapping[str, Item], seller: Issuer
) -> ReturnForm:
    lines = tuple(GoodsLine(**named(line, items)) for line in left)
    return ReturnForm.having(fields_of(content) | {"seller": seller, "lines": lines})


def return_sheet(form: ReturnForm) -> Sheet:
    return Sheet(
        title=TITLE,
        number=form.number,
        parties=parties(form.seller, form.customer_name, form.customer),
        facts=told((Text("Our order"), form.number), (Text("Your order"), form.customer_po)),
        tables=(Table(columns=GOODS_COLUMNS, rows=tuple(map(goods_cells, form.lines))),),
        notes=(
            Text("What is to go back, be exchanged or be repaired, and why?"),
            Text("Please answer by the link that came with this."),
        ),
    )
