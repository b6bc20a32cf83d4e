"""What orders lack and what covers it, as warehouse and purchasing tell each other."""

from __future__ import annotations

from decimal import Decimal
from uuid import UUID

from contracts.scalars import Count, Day, Quantity
from contracts.value import Value


class ItemReady(Value):
    """By when an item could be here if it were ordered now, in the company's zone."""

    item: str
    on: Day


class Lack(Value):
    """What an order still lacks of an item, after free and held stock, never after what is on order."""

    item: str
    quantity: Quantity


class Need(Value):
    """All that one order lacks now; ``need_version`` counts per order, the highest holds."""

    order_id: UUID
    need_version: Count
    order_version: Count
    lacks: tuple[Lack, ...]


class Cover(Value):
    """What all orders together lack of an item; ``cover_version`` counts per item, the highest holds."""

    item: str
    cover_version: Count
    total: Quantity
    received: Quantity = Decimal(0)
    """All that ever came of purchases of the item; ``total`` is what is lacked after it."""


class Served(Value):
    """The part of a purchase that one order's need gets."""

    order_id: UUID
    item: str
    quantity: Quantity
    need_version: Count
    order_version: Count
