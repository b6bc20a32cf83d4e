"""What people see of an order: how much of each line the warehouse has set aside, and sent out."""

from __future__ import annotations

from decimal import Decimal

from pydantic import BaseModel


class LineOfOrder(BaseModel):
    """One order line; of a line that an older version had, ``ordered`` is 0."""

    line: int
    item: str
    ordered: Decimal
    held: Decimal
    """Set aside for the order, which waits for more."""
    reserved: Decimal
    """In shipments that are not packed."""
    packed: Decimal
    dispatched: Decimal
    returned: Decimal
    """Of what was dispatched."""
    lacking: Decimal


class LinesOfOrder(BaseModel):
    """The lines of an order; none of one that is not confirmed."""

    lines: list[LineOfOrder]
