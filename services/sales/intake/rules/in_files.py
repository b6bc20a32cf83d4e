"""What a file says of orders, before anybody knows whose codes it uses; and what it comes to by the masters (SAL-2)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from chassis.file_faults import came_of, in_content, place_of
from contracts.texts import NOTHING, Text
from contracts.units import common_code
from services.sales.masters.rules import Customer, Item

SIZES = {
    "H87": ("piece", "1"), "C62": ("piece", "1"), "DZN": ("piece", "12"),
    "GRM": ("mass", "0.001"), "KGM": ("mass", "1"), "TNE": ("mass", "1000"),
    "MMT": ("length", "0.001"), "CMT": ("length", "0.01"), "MTR": ("length", "1"),
    "MLT": ("volume", "0.001"), "LTR": ("volume", "1"),
}  # fmt: skip
"""What one of a unit is in the unit of its kind (UN/ECE Recommendation 20)."""
Faults = list[dict[str, Any]]


@dataclass(frozen=True)
class LineInFile:
    """``codes``: what the item is called, the surest first; ``price`` of one ``price_unit``."""

    at: str
    line: int
    codes: tuple[str, ...]
    quantity: Decimal | None = None
    unit: str = ""
    price: Decimal | None = None
    price_unit: str = ""


@dataclass(frozen=True)
class OrderInFile:
    """``buyer`` and ``ship_to`` as the file calls them; ``told`` is what needs nobody's codes."""

    at: str
    customer_po: str
    buyer: str = ""
    ship_to: str = ""
    currency: str = ""
    told: Mapping[str, Any] = field(default_factory=dict)
    lines: tuple[LineInFile, ...] = ()


@dataclass
class Reading:
    """All that was read, what is wrong with it, and what nothing was made of."""

    orders: list[OrderInFile] = field(default_factory=list)
    faults: Faults = field(default_factory=list)
    passed_over: list[Text] = field(default_factory=list)
    sender: str = ""
    """The address of who sent it, where that says whose its orders are."""

    def add(self, other: Reading) -> None:
        """What another file of the same mail says."""
        self.orders += other.orders
        self.faults += other.faults
        self.passed_over += other.passed_over

    def wrong(self, at: str, expected: Text | str, came: object) -> None:
        self.faults.append({"field": in_content(at), "expected": expected, "came": came_of(came) or NOTHING})

    def pass_over(self, at: str, what: object) -> None:
        self.passed_over.append(Text("{at}: {words}", at=place_of(at), words=str(what)))

    def later(self, at: str, day: date) -> None:
        """Another day for a part of an order."""
        self.passed_over.append(
            Text("{at}: also wanted on {day}; an order is wanted on one day, the earliest", at=place_of(at), day=day)
        )


@dataclass(frozen=True)
class Codes:
    """The masters by each code that a file may call them by: ours, and the GS1 numbers."""

    customers: Mapping[str, Customer]
    items: Mapping[str, Item]


def codes_in(reading: Reading) -> tuple[set[str], set[str]]:
    """What customers and items are called."""
    items = {code for order in reading.orders for line in order.lines for code in line.codes}
    return {order.buyer for order in reading.orders}, items


def placeable(reading: Reading, called: Codes, customer: str | None) -> list[dict[str, Any]]:
    """The orders as the route for one order takes them; ``customer`` is whose the file is where it does not say it.

    Items that nobody knows stay as they are called, so that the customer is asked (SAL-3).
    """
    return [_placeable(reading, order, called, customer) for order in reading.orders]


def _placeable(reading: Reading, order: OrderInFile, called: Codes, customer: str | None) -> dict[str, Any]:
    buyer = called.customers.get(order.buyer or reading.sender)
    whose = buyer.customer if buyer else customer
    if customer and whose != customer:
        expected = Text("{came}, whose order the file says it is", came=order.buyer or reading.sender)
        reading.faults.append({"field": "customer", "expected": expected, "came": customer})
    elif whose is None:
        expected = Text("a customer of ours, by our code, his global location number or a contact with this address")
        reading.wrong(f"{order.at}, buyer", expected, order.buyer or reading.sender)
    known = buyer or called.customers.get(customer or "")
    currency = order.currency or (known.currency if known else "")
    lines = [_line(reading, line, called.items, currency) for line in order.lines]
    told = {"customer": whose, "customer_po": order.customer_po, **order.told, "lines": lines}
    told |= dict(_deliver_to(reading, order, known))
    return told | ({"currency": order.currency} if order.currency else {})


def _deliver_to(reading: Reading, order: OrderInFile, known: Customer | None) -> Iterator[tuple[str, Any]]:
    """By the name of one of his addresses; what is written out in the file holds before."""
    if "deliver_to" in order.told or not order.ship_to:
        return
    for one in known.addresses if known else ():
        if one.name == order.ship_to:
            parts = ("street", "city", "postal_code", "country")
            yield "deliver_to", {name: getattr(one, name) for name in parts}
            return
    reading.passed_over.append(
        Text("{at}: the customer has no address that is called {name}", at=place_of(order.at), name=order.ship_to)
    )


def _line(reading: Reading, line: LineInFile, items: Mapping[str, Item], currency: str) -> dict[str, Any]:
    item = next((items[code] for code in line.codes if code in items), None)
    told: dict[str, Any] = {"line": line.line, "item": item.item if item else next(iter(line.codes), None)}
    size = _size(reading, line, line.unit, item)
    if line.quantity is not None:
        told["quantity"] = f"{line.quantity * size:f}"
    if line.price is not None:
        amount = line.price / (_size(reading, line, line.price_unit, item) if line.price_unit else size)
        told["unit_price"] = {"amount": f"{amount.normalize():f}", "currency": currency}
    return told


def _size(reading: Reading, line: LineInFile, unit: str, item: Item | None) -> Decimal:
    """How many units of the item one of the file's is; a file that names no unit means the item's."""
    if not unit or item is None:
        return Decimal(1)
    came, ours = common_code(unit), common_code(item.unit)
    if came == ours and (came or unit.casefold() == item.unit.casefold()):
        return Decimal(1)
    (kind, size), (our_kind, our_size) = SIZES.get(came, ("", "1")), SIZES.get(ours, ("", "1"))
    if kind and kind == our_kind:
        return Decimal(size) / Decimal(our_size)
    expected = Text("a unit that {item} is counted in: {unit}", item=item.item, unit=item.unit)
    reading.wrong(f"{line.at}, unit", expected, unit)
    return Decimal(1)
