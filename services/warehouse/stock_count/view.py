"""A stock count as people see it: blind for who counts."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from contracts.value import Value
from services.warehouse.stock_count.rules import Line, Piece, State, StockCount


class LineState(Value):
    """``booked``, ``difference`` and ``has_moved`` are null for who is to count without knowing what the book says."""

    item: str
    place: str
    lot: str
    expires_on: date | None
    counted: Decimal | None
    counted_by: str
    booked: Decimal | None = None
    difference: Decimal | None = None
    has_moved: bool | None = None
    serials: tuple[str, ...] = ()


class CountState(Value):
    stock_count_id: UUID
    number: str
    place: str
    state: State
    opened_by: str
    opened_at: datetime
    settled_by: str
    settled_at: datetime | None
    reason: str
    lines: tuple[LineState, ...]
    missing: tuple[Piece, ...] = ()
    found: tuple[Piece, ...] = ()
    """Pieces by their serial numbers; none for who is to count without knowing what the book says."""


def state_of(known: StockCount, settles: bool) -> CountState:
    """As somebody sees it who settles counts, or does not; what the book said is told to all once it is settled."""
    seen = known.state in ("booked", "called off") or (settles and known.state == "counted")
    return CountState(
        stock_count_id=known.stock_count_id,
        number=known.number,
        place=known.place,
        state=known.state,
        opened_by=known.opened_by,
        opened_at=known.opened_at,
        settled_by=known.settled_by,
        settled_at=known.settled_at,
        reason=known.reason,
        lines=tuple(_line(line, seen and line.counted is not None) for line in known.lines),
        missing=known.missing if seen else (),
        found=known.found if seen else (),
    )


def _line(line: Line, seen: bool) -> LineState:
    return LineState(
        item=line.item,
        place=line.place,
        lot=line.lot,
        expires_on=line.expires_on,
        counted=line.counted,
        counted_by=line.counted_by,
        booked=line.booked if seen else None,
        difference=line.difference if seen else None,
        has_moved=line.has_moved if seen else None,
        serials=line.serials,
    )
