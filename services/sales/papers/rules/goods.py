"""Goods line by line on a paper, with what people call them."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from chassis.papers.sheet import Column
from chassis.papers.written import quantity
from contracts.order import OrderLine, ShipmentLine
from contracts.texts import Text
from contracts.value import Value
from services.sales.masters.rules import Item

GOODS_COLUMNS = (
    Column(label=Text("Line"), number=True),
    Column(label=Text("Item")),
    Column(label=Text("Description")),
    Column(label=Text("Quantity"), number=True),
)


class GoodsLine(Value):
    """So much of an item; ``name`` and ``unit`` are empty where it is no item any more."""

    line: int
    item: str
    name: str
    unit: str
    quantity: Decimal
    specification: str = ""
    process: str = ""
    """Empty in older papers, as ``specification``."""


def named(line: OrderLine | ShipmentLine, items: Mapping[str, Item], agreed: OrderLine | None = None) -> dict[str, Any]:
    """The fields of a line on paper; ``agreed``: the line of the order, where what is told is a part of a shipment."""
    item, said = items.get(line.item), agreed or line
    told = {"line": line.line, "item": line.item, "quantity": line.quantity}
    if isinstance(said, OrderLine):
        told |= {"specification": said.specification, "process": said.process}
    return told | {"name": item.name if item else "", "unit": item.unit if item else ""}


def goods_cells(line: GoodsLine) -> tuple[Text | str, ...]:
    return str(line.line), line.item, _described(line), quantity(line.quantity, line.unit)


def _described(line: GoodsLine) -> Text | str:
    """With what was agreed of this line beyond the item."""
    if not (line.specification or line.process):
        return line.name
    told = {"name": line.name, "specification": line.specification, "process": line.process}
    return Text("{name}[; specification: {specification}][; process: {process}]", **told)
