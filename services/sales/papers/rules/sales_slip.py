"""The sales slip: the goods of one shipment may leave; no goods leave without it (SAL-17)."""

from __future__ import annotations

from collections.abc import Mapping

from chassis.papers.company import Issuer
from chassis.papers.sheet import Party, Sheet, Table, told
from contracts.markings import Personal
from contracts.order import Address, OrderContent
from contracts.texts import Text
from contracts.value import Value
from services.sales.masters.rules import Item
from services.sales.order.rules.facts import Shipment
from services.sales.papers.rules.goods import GOODS_COLUMNS, GoodsLine, goods_cells, named
from services.sales.papers.rules.parties import parties

TITLE = Text("Sales slip")


class SalesSlip(Value):
    """What the slip tells: what was reserved and released."""

    number: str
    order_number: str
    order_version: int
    seller: Issuer
    customer: str
    customer_name: Personal[str]
    customer_po: str
    deliver_to: Personal[Address]
    merchandiser: str
    lines: tuple[GoodsLine, ...]


def slip_paper(shipment: Shipment, content: OrderContent, items: Mapping[str, Item], seller: Issuer) -> SalesSlip:
    agreed = {line.line: line for line in content.lines}
    return SalesSlip(
        number=shipment.slip_number,
        order_number=content.number,
        order_version=shipment.order_version,
        seller=seller,
        customer=content.customer,
        customer_name=content.customer_name,
        customer_po=content.customer_po,
        deliver_to=content.deliver_to,
        merchandiser=content.merchandiser,
        lines=tuple(GoodsLine(**named(line, items, agreed.get(line.line))) for line in shipment.lines),
    )


def slip_sheet(slip: SalesSlip) -> Sheet:
    return Sheet(
        title=TITLE,
        number=slip.number,
        parties=(
            *parties(slip.seller, slip.customer_name, slip.customer),
            Party(label=Text("Deliver to"), lines=slip.deliver_to.lines),
        ),
        facts=told(
            (Text("Our order"), slip.order_number),
            (Text("Version of the order"), str(slip.order_version)),
            (Text("Your order"), slip.customer_po),
            (Text("Merchandiser"), slip.merchandiser),
        ),
        tables=(Table(columns=GOODS_COLUMNS, rows=tuple(map(goods_cells, slip.lines))),),
        notes=(Text("What was asked before release is settled: these goods may leave."),),
        signatures=(Text("Salesperson"), Text("Received by the warehouse")),
    )
