"""A packed shipment as its outbound slip tells it."""

from __future__ import annotations

from collections.abc import Mapping

from chassis.papers.company import Issuer
from services.warehouse.book.rules.quants import walking
from services.warehouse.book.view import LineState, PackedState
from services.warehouse.papers.rules.outbound_slip import Item, OutboundSlip, PackedLine


def slip_paper(shipment: PackedState, order_number: str, items: Mapping[str, Item], warehouse: Issuer) -> OutboundSlip:
    return OutboundSlip(
        number=shipment.slip_number,
        sales_slip=shipment.sales_slip,
        order_number=order_number,
        order_version=shipment.order_version,
        warehouse=warehouse,
        lines=tuple(_line(line, items.get(line.item, Item())) for line in shipment.lines),
        packages=tuple(shipment.packages),
        picks=tuple(sorted(shipment.picks, key=lambda one: (walking(one.place), one.item, one.lot))),
    )


def _line(line: LineState, item: Item) -> PackedLine:
    return PackedLine(line=line.line, item=line.item, name=item.name, unit=item.unit, quantity=line.quantity)
