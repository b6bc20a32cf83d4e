"""Two versions of an order side by side: what each says, and where they differ (SAL-9). Pure."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from contracts.order import OrderContent, OrderLine
from contracts.texts import NOTHING, Text
from contracts.value import Value
from services.sales.intake.rules.again import said


class Version(Value):
    """What the order said from ``at`` on, when sales heard itself say so; ``reason`` is that of the change."""

    version: int
    at: datetime
    reason: str
    content: OrderContent


class Beside(Value):
    """One thing of an order, as the two versions say it."""

    what: Text
    before: Text
    after: Text
    differs: bool


def beside(one: OrderContent, other: OrderContent) -> tuple[Beside, ...]:
    """Head and lines; what neither of them says is left out."""
    return tuple(_heads(one, other)) + tuple(_lines(one, other))


def _heads(one: OrderContent, other: OrderContent) -> Iterator[Beside]:
    for what, before, after in zip(_labels(), _head(one), _head(other), strict=True):
        if (before, after) != (NOTHING, NOTHING):
            yield Beside(what=what, before=before, after=after, differs=before != after)


def _labels() -> tuple[Text, ...]:
    return (
        Text("Wanted date"),
        Text("Promised date"),
        Text("Delivery address"),
        Text("Days of payment"),
        Text("Advance share"),
        Text("Letter of credit"),
        Text("Partial shipments"),
        Text("Rush"),
        Text("Delivery terms"),
        Text("Freight"),
        Text("Discount"),
    )


def _head(content: OrderContent) -> tuple[Text, ...]:
    """In the order of the labels."""
    terms = content.terms
    told = (content.wanted, content.promised, ", ".join(content.deliver_to.lines), terms.days, terms.advance_share)
    asked = (_yes(terms.by_credit), _yes(content.partial), _yes(content.rush), said(content.incoterm))
    return (*map(said, told), *asked, said(content.freight), said(content.discount))


def _yes(holds: bool) -> Text:
    return Text("yes") if holds else Text("no")


def _lines(one: OrderContent, other: OrderContent) -> Iterator[Beside]:
    before, after = ({line.line: line for line in content.lines} for content in (one, other))
    for number in sorted(before.keys() | after.keys()):
        was, now = before.get(number), after.get(number)
        yield Beside(what=Text("Line {line}", line=number), before=_line(was), after=_line(now), differs=was != now)


def _line(line: OrderLine | None) -> Text:
    if line is None:
        return NOTHING
    about = {"specification": line.specification, "process": line.process}
    told = {"quantity": line.quantity, "item": line.item, "price": said(line.unit_price)}
    goods = Text("{quantity} of {item} at {price}", **told)
    return Text("{goods}[; specification: {specification}][; process: {process}]", goods=goods, **about)
