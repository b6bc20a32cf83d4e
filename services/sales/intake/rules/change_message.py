"""ORDCHG of UN/EDIFACT, directories D.96A to D.01B: what a customer wants otherwise of an order that he placed (SAL-9).

BGM 1225 is 1, all of it is cancelled, or 4, some of it changes; RFF+ON names the order by the customer's number; of a
line LIN 1229 says whether it is added (1), deleted (2), changed (3) or not touched (4). The rest is as in ORDERS.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, get_args

from contracts.order import OrderContent, OrderLine
from contracts.texts import Text
from services.sales.intake.rules.edifact import Interchange, Segment, interchange_of
from services.sales.intake.rules.in_files import LineInFile, OrderInFile, Reading
from services.sales.intake.rules.orders_message import READERS, Draft, Readers, drafted, order_of
from services.sales.order.rules.document import Order

CHANGES_MAX = 500
CANCEL, CHANGE = "1", "4"
Action = Literal["added", "deleted", "changed", "kept"]
ACTIONS: Mapping[str, Action] = dict(zip("1234", get_args(Action), strict=True))
Told = Mapping[str, Any]


@dataclass(frozen=True)
class ChangeInFile:
    """``number`` is the customer's of the change itself; ``actions`` are those of the order's lines."""

    number: str
    cancels: bool
    order: OrderInFile
    actions: tuple[Action, ...]


def read_changes(*contents: str) -> tuple[Reading, list[ChangeInFile]]:
    """The changes of an interchange, or of several that came together."""
    reading, changes = Reading(), list[ChangeInFile]()
    for content in contents:
        interchange = interchange_of(content)
        reading.faults += interchange.faults
        changes += _of_interchange(reading, interchange)
    if not (reading.faults or 1 <= len(changes) <= CHANGES_MAX):
        reading.wrong("the file", Text("1 to {most} changes of orders (ORDCHG)", most=CHANGES_MAX), len(changes))
    reading.orders = [change.order for change in changes]
    return reading, changes


def _of_interchange(reading: Reading, interchange: Interchange) -> Iterator[ChangeInFile]:
    for message in interchange.messages:
        if message[0](1) == "ORDCHG":
            yield _change(reading, message)
        else:
            reading.pass_over(message[0].at, message[0])


def items_of(
    changes: Sequence[ChangeInFile], told: Sequence[Told], found: Sequence[Order | None], reading: Reading
) -> list[dict[str, Any]]:
    """What each asks of which order, at the version that it was held against: nothing in between is undone."""
    items, seen = [], set()
    for change, one, order in zip(changes, told, found, strict=True):
        if order is None or order.order_id in seen:
            expected = Text("an order of this customer, once in a file")
            reading.wrong(f"{change.order.at}, RFF", expected, change.order.customer_po)
            continue
        seen.add(order.order_id)
        asked = {} if change.cancels else in_whole(change, one, order, reading)
        about = {"order_id": order.order_id, "cancels": change.cancels, "expected_version": order.version}
        items.append({**about, "reason": f"ORDCHG {change.number}".strip(), **asked})
    return items


def in_whole(change: ChangeInFile, told: Told, order: Order, reading: Reading) -> dict[str, Any]:
    """What the order's change command takes, with all its lines, for one that is left out there is dropped.

    ``told`` is the message by the masters. Of an order that was never confirmed no lines are made: it is refused.
    """
    asked = {name: told[name] for name in ("wanted", "deliver_to", "incoterm") if name in told}
    if not change.order.lines or order.status == "open" or not isinstance(order.content, OrderContent):
        return asked
    lines = {line.line: _plain(line) for line in order.content.lines}
    for action, line, said in zip(change.actions, change.order.lines, told["lines"], strict=True):
        if action != "added" and line.line not in lines:
            expected = Text("a line of order {number}: {lines}", number=order.content.number, lines=tuple(lines))
            reading.wrong(line.at, expected, line.line)
        elif action == "deleted":
            del lines[line.line]
        elif action != "kept":
            lines[line.line] = lines.get(line.line, {}) | _told(change, said, order)
    return asked | {"lines": list(lines.values())}


def _told(change: ChangeInFile, said: Told, order: Order) -> dict[str, Any]:
    """What a line says; a price of which the message names no currency is in the order's."""
    line = {name: value for name, value in said.items() if value is not None}
    if "unit_price" in line and not change.order.currency:
        line["unit_price"] = {**line["unit_price"], "currency": order.content.currency}
    return line


def _plain(line: OrderLine) -> dict[str, Any]:
    price = {"amount": f"{line.unit_price.amount:f}", "currency": line.unit_price.currency}
    about = {"line": line.line, "item": line.item, "free": line.free, "specification": line.specification}
    about["process"] = line.process
    return {**about, "quantity": f"{line.quantity:f}", "unit_price": price}


def _change(reading: Reading, message: list[Segment]) -> ChangeInFile:
    draft = drafted(reading, message, CHANGE_READERS)
    if not draft.customer_po:
        reading.wrong(f"{draft.at}, RFF", Text("RFF+ON with the number of the order"), "")
    order = order_of(draft)
    actions = tuple(_action(draft, action, line) for action, line in zip(draft.actions, order.lines, strict=True))
    return ChangeInFile(draft.number, draft.function == CANCEL, order, actions)


def _action(draft: Draft, action: str, line: LineInFile) -> Action:
    """A line that says nothing of it is changed; without its item nobody knows in which unit it is counted."""
    if action and action not in ACTIONS:
        draft.reading.wrong(line.at, Text("one of {codes} (1229)", codes=tuple(ACTIONS)), action)
    told = ACTIONS.get(action, "changed")
    if told in ("added", "changed") and not line.codes:
        draft.reading.wrong(line.at, Text("the item of the line"), "")
    return told


def _bgm(draft: Draft, segment: Segment) -> bool:
    draft.number, draft.function = segment(1), segment(2)
    if draft.function not in (CANCEL, CHANGE):
        expected = Text("{cancel}, it is cancelled, or {change}, it changes (1225)", cancel=CANCEL, change=CHANGE)
        draft.reading.wrong(segment.at, expected, draft.function)
    return True


def _rff(draft: Draft, segment: Segment) -> bool:
    """The order that it is about, by the customer's number."""
    if segment(0) != "ON":
        return False
    draft.customer_po = segment(0, 1)
    return True


CHANGE_READERS: Readers = {**READERS, "BGM": _bgm, "RFF": _rff}
