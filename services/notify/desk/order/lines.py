"""An order's lines: what each department knows of every one of them, put side by side (NOT-2)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from services.notify.desk.order.told import (
    ZERO,
    Invoices,
    Order,
    Purchase,
    Purchases,
    Specified,
    StockedLine,
    StockedLines,
)
from services.notify.desk.words import N_

Key = tuple[int, str]
"""An order line's number and item: a newer version of the order may have another item under the same number."""
Figures = dict[str, Decimal]
"""Quantities by column; what is not in it nobody told."""

COLUMNS = {
    "ordered": N_("Ordered"),
    "purchased": N_("Purchased"),
    "received": N_("Goods in"),
    "reserved": N_("Set aside"),
    "lacking": N_("Lacking"),
    "shipped": N_("Shipped"),
    "returned": N_("Returned"),
    "invoiced": N_("Invoiced"),
    "credited": N_("Credited"),
}
IF_ANY = frozenset({"lacking", "returned", "credited"})
"""Columns that are shown only where they say something."""


@dataclass(frozen=True)
class Line:
    """Purchases are of an item, so all lines of it have the same of them."""

    line: int
    item: str
    figures: Figures
    specification: str = ""
    process: str = ""


@dataclass(frozen=True)
class Bought:
    """A purchase that serves the order, or served it; ``for_order`` is what is still to come for it."""

    number: str
    item: str
    supplier: str
    state: str
    quantity: Decimal
    received: Decimal
    for_order: Decimal
    promised_on: date | None
    specified: tuple[Specified, ...] = ()
    """Of lines of this order."""


def lines_of(
    order: Order | None, stocked: StockedLines | None, purchases: Purchases | None, invoices: Invoices | None
) -> tuple[Line, ...]:
    """By number. What is ordered sales says; to whom it says nothing, the warehouse."""
    of_line = _side_by_side(_of_stock(stocked), _of_sales(order), _of_invoices(invoices))
    of_item = _of_purchases(purchases)
    figures = {key: {**of_line[key], **of_item.get(key[1], {})} for key in sorted(of_line)}
    words = _words_of(order)
    return tuple(Line(*key, told, *words.get(key, ())) for key, told in figures.items())


def columns_of(lines: Iterable[Line]) -> dict[str, str]:
    """The columns that somebody told, and what they are called."""
    told = {name for line in lines for name, value in line.figures.items() if value or name not in IF_ANY}
    return {name: called for name, called in COLUMNS.items() if name in told}


def bought_of(order_id: UUID, purchases: Purchases | None) -> tuple[Bought, ...]:
    return tuple(_bought(order_id, one) for one in purchases.items) if purchases else ()


def _side_by_side(*parts: Mapping[Key, Figures]) -> dict[Key, Figures]:
    """What a later part says holds."""
    keys = {key for part in parts for key in part}
    return {key: {name: value for part in parts for name, value in part.get(key, {}).items()} for key in keys}


def _of_sales(order: Order | None) -> dict[Key, Figures]:
    """Of a draft the customer may not have told item or quantity yet."""
    lines = order.content.lines if order else ()
    return {(one.line, one.item or ""): {"ordered": one.quantity} if one.quantity else {} for one in lines}


def _words_of(order: Order | None) -> dict[Key, tuple[str, str]]:
    """Specification and process."""
    lines = order.content.lines if order else ()
    return {(one.line, one.item or ""): (one.specification, one.process) for one in lines}


def _of_stock(stocked: StockedLines | None) -> dict[Key, Figures]:
    return {(one.line, one.item): _stock(one) for one in stocked.lines} if stocked else {}


def _stock(one: StockedLine) -> Figures:
    """Set aside is what is here for the order, packed or not."""
    set_aside = one.held + one.reserved + one.packed
    left = {"shipped": one.dispatched, "returned": one.returned, "lacking": one.lacking}
    return {"ordered": one.ordered, "reserved": set_aside, **left}


def _of_invoices(invoices: Invoices | None) -> dict[Key, Figures]:
    sums: dict[Key, Figures] = {}
    for line in (line for invoice in invoices.items for line in invoice.lines) if invoices else ():
        figures = sums.setdefault((line.line, line.item), {"invoiced": ZERO, "credited": ZERO})
        figures["invoiced"] += line.quantity
        figures["credited"] += line.returned
    return sums


def _of_purchases(purchases: Purchases | None) -> dict[str, Figures]:
    """By item, what was ordered of suppliers and what of that came."""
    sums: dict[str, Figures] = {}
    for one in purchases.items if purchases else ():
        if one.ordered_on:
            figures = sums.setdefault(one.item, {"purchased": ZERO, "received": ZERO})
            figures["purchased"] += one.quantity - one.cancelled
            figures["received"] += one.accepted
    return sums


def _bought(order_id: UUID, one: Purchase) -> Bought:
    return Bought(
        number=one.number,
        item=one.item,
        supplier=one.supplier,
        state=one.state,
        quantity=one.quantity - one.cancelled,
        received=one.accepted,
        for_order=sum((part.quantity for part in one.served if part.order_id == order_id), ZERO),
        promised_on=one.promised_on,
        specified=tuple(words for words in one.specified if words.order_id == order_id),
    )
