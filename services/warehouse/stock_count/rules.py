"""A stock count with what was counted, what the book said at that time, and who did it (WHS-1). Pure."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Literal
from uuid import UUID

from contracts.value import Value

State = Literal["to count", "counted", "booked", "called off"]
ZERO = Decimal(0)
Where = tuple[str, str, str]
"""An item, one of its places (empty is its own), and the receipt that is its lot (empty is none)."""


class Line(Value):
    """So many of an item and lot lie at a place, by the book and by who counted them.

    ``opened`` is what the book said when the count was opened, ``booked`` what it said when somebody counted.
    """

    item: str
    place: str
    lot: str
    expires_on: date | None
    opened: Decimal
    booked: Decimal = ZERO
    counted: Decimal | None = None
    counted_by: str = ""
    counted_at: datetime | None = None
    serials: tuple[str, ...] = ()
    """Of an item with serial numbers the pieces that were found there."""

    @property
    def where(self) -> Where:
        return self.item, self.place, self.lot

    @property
    def difference(self) -> Decimal:
        """Signed: below zero what is missing."""
        return ZERO if self.counted is None else self.counted - self.booked

    @property
    def has_moved(self) -> bool:
        """Whether goods came or went while they were counted: then nobody knows what was counted."""
        return self.counted is not None and self.booked != self.opened


class Piece(Value):
    """A piece by its serial number; ``place`` is where it is missing, or was found, empty where nobody knew."""

    item: str
    serial: str
    place: str


class StockCount(Value):
    """A count of what lies at a place, or of some items wherever they lie; ``place`` is empty for these."""

    stock_count_id: UUID
    number: str
    place: str
    lines: tuple[Line, ...]
    opened_by: str
    opened_at: datetime
    state: State = "to count"
    settled_by: str = ""
    settled_at: datetime | None = None
    reason: str = ""
    """Why there is a difference, or why the count was repeated or called off."""
    missing: tuple[Piece, ...] = ()
    """The pieces that the book has at places that were counted, and nobody found."""
    found: tuple[Piece, ...] = ()
    """Those that were found where the book has none."""

    @property
    def items(self) -> tuple[str, ...]:
        return tuple(sorted({line.item for line in self.lines}))

    @property
    def to_count(self) -> tuple[Line, ...]:
        return tuple(line for line in self.lines if line.counted is None)

    @property
    def differing(self) -> tuple[Line, ...]:
        return tuple(line for line in self.lines if line.difference)

    @property
    def differs(self) -> bool:
        return bool(self.differing or self.missing or self.found)

    @property
    def counters(self) -> frozenset[str]:
        return frozenset(line.counted_by for line in self.lines if line.counted_by)

    def with_lines(self, told: dict[Where, Line]) -> StockCount:
        """These lines as they are counted now, in their old order, what was found beside them last."""
        lines = tuple(({line.where: line for line in self.lines} | told).values())
        state: State = "to count" if any(line.counted is None for line in lines) else "counted"
        return self.but(lines=lines, state=state)

    def settled(self, state: State, by: str, at: datetime, reason: str) -> StockCount:
        return self.but(state=state, settled_by=by, settled_at=at, reason=reason)
