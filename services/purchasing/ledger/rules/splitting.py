"""A need that no supplier alone has room for, in parts (PUR-7). Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

ZERO = Decimal(0)


@dataclass(frozen=True)
class Room:
    """How much a supplier can still deliver in the week in which he would; ``least``: as much he sells at least."""

    supplier: str
    room: Decimal
    least: Decimal = ZERO


def split(need: Decimal, rooms: Sequence[Room]) -> tuple[dict[str, Decimal], Decimal]:
    """By supplier his part, and what nobody has room for; who stands first gets as much as he has room for.

    Where less is left than the next sells at least, those before him leave him some, as far as each keeps his own
    least; else he gets nothing.
    """
    parts: dict[str, Decimal] = {}
    left = need
    for one in rooms:
        part = min(left, one.room)
        lacks = max(ZERO, one.least - part)
        given_back = _given_back(parts, rooms, lacks) if part > 0 and one.least <= one.room else {}
        if part > 0 and sum(given_back.values()) == lacks:
            parts = {supplier: quantity - given_back.get(supplier, ZERO) for supplier, quantity in parts.items()}
            parts[one.supplier] = part + lacks
            left -= part
    return {supplier: quantity for supplier, quantity in parts.items() if quantity}, left


def _given_back(parts: dict[str, Decimal], rooms: Sequence[Room], lacks: Decimal) -> dict[str, Decimal]:
    """How much each who has a part can leave to the next, the last of them first."""
    least = {one.supplier: one.least for one in rooms}
    given = {}
    for supplier, quantity in reversed(parts.items()):
        given[supplier] = min(lacks, max(ZERO, quantity - least[supplier]))
        lacks -= given[supplier]
    return given
