"""A customer's PO that comes again: what of it the order says already, and what not (SAL-2)."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from contracts.money import Money
from contracts.order import DraftLine, OrderContent, OrderDraft, OrderLine
from contracts.texts import NOTHING, Text, as_it_is
from contracts.value import Value, fields_of
from services.sales.order.rules.facts import Difference

Told = Mapping[str, Any]
"""What a PO says, by field; what it leaves out is not in it."""
WORDS = ("specification", "process")
"""Of a line; empty, they are as if there were none, for older marks knew none."""


def mark_of(told: Told) -> str:
    """The same for all that means the same: 10 and 10.00, and lines in another order."""
    meant = json.dumps({name: _plain(value) for name, value in told.items()}, sort_keys=True)
    return hashlib.sha256(meant.encode()).hexdigest()[:32]


def differences(told: Told, content: OrderContent | OrderDraft) -> tuple[Difference, ...]:
    """What a PO says otherwise than the order; what it leaves out is no difference."""
    return tuple(one for name, value in told.items() for one in _in_field(name, value, content))


def _in_field(name: str, came: Any, content: OrderContent | OrderDraft) -> Iterator[Difference]:
    has = getattr(content, name)
    if name == "lines":
        yield from _in_lines(came, {line.line: line for line in content.lines})
    elif _plain(has) != _plain(came):
        yield Difference(field=name, has=said(has), came=said(came))


def _in_lines(came: tuple[DraftLine, ...], has: Mapping[int, DraftLine | OrderLine]) -> Iterator[Difference]:
    if not came:
        return
    for place, line in enumerate(came):
        if line.line not in has:
            yield Difference(field=f"lines.{place}", has=NOTHING, came=_line(line))
        else:
            yield from _in_line(f"lines.{place}", line, has[line.line])
    for number in has.keys() - {line.line for line in came}:
        yield Difference(field="lines", has=_line(has[number]), came=NOTHING)


def _in_line(at: str, came: DraftLine, has: DraftLine | OrderLine) -> Iterator[Difference]:
    for name in ("item", "quantity", "unit_price", "free", *WORDS):
        told, held = getattr(came, name), getattr(has, name)
        if told not in (None, "") and _plain(told) != _plain(held):
            yield Difference(field=f"{at}.{name}", has=said(held), came=said(told))


def _plain(value: Any) -> Any:
    """What is meant, whatever it is written like."""
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    if isinstance(value, Money):
        return [_plain(value.amount), value.currency] if value.amount else "0"
    if isinstance(value, tuple | list):
        return sorted((_plain(part) for part in value), key=json.dumps)
    if isinstance(value, Value):
        return {name: _plain(part) for name, part in fields_of(value).items() if part or name not in WORDS}
    return " ".join(value.split()) if isinstance(value, str) else value if value is None else str(value)


def said(value: Any) -> Text:
    """For people."""
    return NOTHING if value in (None, "", ()) else as_it_is(_plainly(value))


def _plainly(value: Any) -> str:
    if isinstance(value, Money):
        return f"{value.amount:f} {value.currency}"
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, Value):
        return ", ".join(_plainly(part) for part in fields_of(value).values() if part not in ("", None))
    if isinstance(value, tuple):
        return ", ".join(map(_plainly, value))
    return str(value)


def _line(line: DraftLine | OrderLine) -> Text:
    return Text(
        "line {line}: {quantity} of {item}[ at {price}]",
        line=line.line,
        quantity=said(line.quantity),
        item=said(line.item),
        price=said(line.unit_price) if line.unit_price else "",
    )
