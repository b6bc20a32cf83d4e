"""The files by which orders came (SAL-2), and the lines of orders for reports (ALL-7)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from chassis.http.page import Page
from contracts.order import DraftLine, OrderLine, amounts_of
from contracts.scalars import Moment
from services.sales.intake.rules.files import Kind
from services.sales.order.rules.document import Order


class FileKept(BaseModel):
    """``attachments``: their names, where it is a mail; ``size`` in bytes."""

    sha256: str
    kind: Kind
    sender: str
    subject: str
    attachments: tuple[str, ...]
    size: int
    brought_at: Moment
    brought_by: str


class FilesKept(BaseModel):
    items: tuple[FileKept, ...]


class LineOfOrder(BaseModel):
    """A part of what an order comes to: a line of goods, or what is for the whole of it; without persons and costs."""

    model_config = ConfigDict(use_attribute_docstrings=True)
    order_id: UUID
    """UUIDv7: orders stand in the order in which they came."""
    number: str
    """The order as papers name it: SO-2026-000123."""
    version: int
    """Of the order's content that has this line."""
    kind: Literal["goods", "discount", "freight", "tax"]
    """Goods have a line of the order, all else is for the whole of it and stands here where it is not 0."""
    line: int | None = None
    """Its number in the order; of goods."""
    item: str | None = None
    """Code of the item; null where the customer did not tell it yet."""
    quantity: Decimal | None = None
    """In the item's unit; null where the customer did not tell it yet."""
    unit_price: Decimal | None = None
    """What the customer pays for one, in ``currency``; null where it is not told yet."""
    amount: Decimal
    """What it comes to in ``currency``; of a discount below 0. The sum of an order's is its value."""
    currency: str
    """ISO 4217."""


class LinesOfOrders(Page[LineOfOrder]):
    """The lines of some orders, each order with all of its own; ``next`` is the last of these orders."""


def lines_of(order: Order) -> Iterator[LineOfOrder]:
    """All that an order comes to, goods first (FIN-1)."""
    content, amounts = order.content, amounts_of(order.content)
    its = {"order_id": order.order_id, "number": content.number, "version": order.version, "currency": content.currency}
    lines: Sequence[OrderLine | DraftLine] = content.lines
    for one, amount in zip(lines, amounts.lines, strict=True):
        price = one.unit_price.amount if one.unit_price else None
        goods = {"line": one.line, "item": one.item, "quantity": one.quantity, "unit_price": price}
        yield LineOfOrder.model_validate(its | goods | {"kind": "goods", "amount": amount})
    for kind, amount in (("discount", amounts.discount), ("freight", amounts.freight), ("tax", amounts.tax)):
        if amount:
            yield LineOfOrder.model_validate(its | {"kind": kind, "amount": amount})
