"""Which purchases go out on one purchase order, and how its lines are numbered (PUR-4). Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Literal
from uuid import UUID

from services.purchasing.ledger.rules.purchase import Purchase

Series = Literal["PO", "MO"]
LINES_MAX = 99
"""As many lines has one purchase order; what is more goes out on another one."""


def lacks_number(purchase: Purchase) -> bool:
    """Whether a purchase order goes out that has no number yet."""
    return not purchase.number and any(said.kind == "ordered" for said in purchase.news)


def series_of(purchase: Purchase) -> Series:
    """What a purchase order's number begins with; what our own shop makes is a production order (PUR-11)."""
    return "MO" if purchase.made else "PO"


def together(purchases: Iterable[Purchase]) -> list[Sequence[Purchase]]:
    """What goes out at the same time, by order: of one supplier in one currency; a production order is of one item."""
    groups: dict[tuple[object, ...], list[Purchase]] = {}
    for one in filter(lacks_number, purchases):
        currency = one.unit_price.currency if one.unit_price else ""
        groups.setdefault((one.id,) if one.made else (one.supplier, currency), []).append(one)
    inside = (sorted(lines, key=lambda one: (one.item, one.id)) for lines in groups.values())
    return [lines[at : at + LINES_MAX] for lines in inside for at in range(0, len(lines), LINES_MAX)]


def numbered(orders: Iterable[Sequence[Purchase]], numbers: Mapping[Series, Iterator[str]]) -> dict[UUID, Purchase]:
    """Each purchase with its number: its order's, and on an order of several its place there as well."""
    return {one.id: one for lines in orders for one in _lines(lines, next(numbers[series_of(lines[0])]))}


def _lines(lines: Sequence[Purchase], number: str) -> list[Purchase]:
    if len(lines) == 1:
        return [replace(lines[0], number=number)]
    return [replace(one, number=f"{number}-{at}", purchase_order=number) for at, one in enumerate(lines, 1)]
