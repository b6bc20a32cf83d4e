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


def named(line: OrderLine | ShipmentLine, items: Mapping[str, Item]) -> dict[str, Any]:
    """The fields of a line on paper."""
    item = items.get(line.item)
    told = {"line": line.line, "item": line.item, "quantity": line.quantity}
    return told | {"name": item.name if item else "", "unit": item.unit if item else ""}


def goods_cells(line: GoodsLine) -> tuple[str, ...]:
    return str(line.line), line.item, line.name, quantity(line.quantity, line.unit)
