"""Change and cancel: what may still be undone, and what dispatch has decided already (SAL-9)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from chassis.handling import Step
from chassis.refusal import Refusal
from contracts.money import Money
from contracts.order import OrderContent, OrderLine
from contracts.review import Reason
from contracts.sales import OrderCancelled, OrderChanged
from contracts.scalars import Day
from contracts.texts import Text, Word
from contracts.units import fits_unit
from services.sales.intake.rules.files import Evidence
from services.sales.masters.rules import Units
from services.sales.order.rules.asked import NewLine, OnOrder, Said
from services.sales.order.rules.document import Order
from services.sales.order.rules.facts import CancelCause
from services.sales.order.rules.steps import changed


class NotConfirmed(Refusal):
    """Order {number} is not confirmed: it is {status}. Before the confirmation it is clarified, not changed."""


class OrderIsOver(Refusal):
    """Order {number} is {status}; that is final."""


class StaleVersion(Refusal):
    """Order {number} is at version {version}, not at {expected} any more; look again."""

    of_input = True


class BelowDispatched(Refusal):
    """Line {line}: {dispatched} were dispatched already, which is more than {wanted}."""

    of_input = True


class AllDispatched(Refusal):
    """All of order {number} was dispatched; what is wrong with it now is a return or a new order."""


class UnderWay(Refusal):
    """All of order {number} is under way; of it nothing can change now but the promised date."""

    of_input = True


class AllAccepted(Refusal):
    """All of order {number} was accepted by the customer; to undo it now is a return."""


class LineKeepsItem(Refusal):
    """Line {line} is item {item} and stays so; another item needs a line number that was never used."""

    of_input = True


class LineTwice(Refusal):
    """Line {line} comes twice."""

    of_input = True


class NothingWanted(Refusal):
    """{what} needs a quantity above zero; a line that is left out is dropped, a whole order is cancelled."""

    of_input = True


class OtherCurrency(Refusal):
    """{what} is in {came}; order {number} is in {currency}."""

    of_input = True


class BelowZero(Refusal):
    """{what} is {amount}; the customer pays nothing below zero."""

    of_input = True


class FreightBilled(Refusal):
    """Order {number} pays its freight, {freight}, with its first shipment, which has left; it stays."""

    of_input = True


class UnknownItem(Refusal):
    """Item {item} of line {line} is not in the item master."""

    of_input = True


class NothingDiffers(Refusal):
    """Order {number} says all of this already; there is no new version. What is left out stays as it is."""

    of_input = True


class NotWhole(Refusal):
    """Line {line}: {came} {unit} of {item} cannot be; it is counted in whole {unit}."""

    of_input = True


class NotFree(Refusal):
    """Line {line} has the price {price} and is said to be {said} of charge; 0 with free: true, or its price without."""

    of_input = True


class Wanted(Said):
    """What is to be different."""

    lines: tuple[NewLine, ...] | None = None
    """The whole list; a line that is not in it is dropped."""
    promised: Day | None = None


@dataclass(frozen=True)
class Change(OnOrder):
    """``evidence``: the file that says so, if one does; ``by`` brought it (person code)."""

    wanted: Wanted
    reason: str
    expected_version: int | None = None
    by: str = ""
    evidence: Evidence | None = None


@dataclass(frozen=True)
class Cancel(OnOrder):
    """The customer's wish, or told for him, in a file or not; ``by`` is who says so (person code)."""

    reason: str
    expected_version: int | None = None
    by: str = ""
    evidence: Evidence | None = None
    cause: CancelCause = "other"


def change(
    order: Order, asked: Change, items: Units, weigh: Callable[[OrderContent], OrderContent]
) -> Step[Order, OrderChanged] | Refusal:
    """A new version of a confirmed order; ``weigh`` gives the new content its priority."""
    refusal = (
        may_not_change(order, asked)
        or _lines_fit(order, asked.wanted.lines, items)
        or _freight_fits(order, asked.wanted.freight)
    )
    if refusal:
        return refusal
    content = _changed_content(order.binding, asked.wanted)
    if _same(content, order.binding):
        return NothingDiffers(number=content.number)
    return changed(order, weigh(content), asked.reason)


def _changed_content(content: OrderContent, wanted: Wanted) -> OrderContent:
    """What is wanted earlier than before is a rush, unless it is said not to be one."""
    given = {name: value for name in wanted.model_fields_set if (value := getattr(wanted, name)) is not None}
    rush = {"rush": True} if given.get("wanted", content.wanted) < content.wanted else {}
    return content.but(**rush | given)


def _same(one: OrderContent, other: OrderContent) -> bool:
    """Whatever the order of their lines."""
    ours, theirs = ({line.line: line for line in content.lines} for content in (one, other))
    return ours == theirs and one.but(lines=other.lines) == other


def may_not_cancel(order: Order, expected_version: int | None = None) -> Refusal | None:
    """It is over, or the customer has accepted all of it."""
    if refusal := _is_living(order, expected_version):
        return refusal
    accepted = order.status == "confirmed" and order.all_dispatched and order.all_concluded
    return AllAccepted(number=order.content.number) if accepted else None


def cancel(order: Order, asked: Cancel) -> Step[Order, OrderCancelled] | Refusal:
    """Undo all of it."""
    if refusal := may_not_cancel(order, asked.expected_version):
        return refusal
    reasons = (Reason(code="cancelled", text=asked.reason),)
    order = order.but(status="cancelled", version=order.version + 1, reasons=reasons)
    return Step(order, (OrderCancelled(order_id=order.order_id, version=order.version, reason=asked.reason),))


def may_not_change(order: Order, asked: Change) -> Refusal | None:
    """Why nothing of it changes, whatever is asked."""
    number = order.content.number
    if order.status == "open":
        return NotConfirmed(number=number, status=order.status)
    return _is_living(order, asked.expected_version) or (_left(order, asked.wanted) if order.all_dispatched else None)


def _left(order: Order, wanted: Wanted) -> Refusal | None:
    """What has left is changed no more, but for the day on which it may be there (SAL-20)."""
    if order.arrived:
        return AllDispatched(number=order.content.number)
    said = wanted.model_dump(exclude_none=True).keys()
    return None if said == {"promised"} else UnderWay(number=order.content.number)


def _is_living(order: Order, expected_version: int | None) -> Refusal | None:
    """Not over, and at the version that was looked at."""
    if order.status not in ("open", "confirmed"):
        return OrderIsOver(number=order.content.number, status=order.status)
    if expected_version in (None, order.version):
        return None
    return StaleVersion(number=order.content.number, version=order.version, expected=expected_version)


def _lines_fit(order: Order, lines: tuple[OrderLine, ...] | None, items: Units) -> Refusal | None:
    if lines is None:
        return None
    if not lines:
        return NothingWanted(what=Text("Order {number}", number=order.content.number))
    before = {line.line: line for line in (*order.dropped, *order.binding.lines)}
    seen: set[int] = set()
    for line in lines:
        if line.line in seen:
            return LineTwice(line=line.line)
        if refusal := _line_fits(order, line, before.get(line.line), items):
            return refusal
        seen.add(line.line)
    return _covers_dispatched(order, lines)


def _line_fits(order: Order, line: OrderLine, before: OrderLine | None, items: Units) -> Refusal | None:
    """What the line says as it did before is not asked again."""
    if not line.quantity:
        return NothingWanted(what=Text("Line {line}", line=line.line))
    if before and before.item != line.item:
        return LineKeepsItem(line=line.line, item=before.item)
    priced_before = before and (before.unit_price, before.free) == (line.unit_price, line.free)
    if not priced_before and (refusal := _price_fits(order, line)):
        return refusal
    if not before and line.item not in items:
        return UnknownItem(line=line.line, item=line.item)
    unit = items.get(line.item, "")
    if not (before and before.quantity == line.quantity) and not fits_unit(line.quantity, unit):
        return NotWhole(line=line.line, item=line.item, came=f"{line.quantity:f}", unit=unit)
    return None


def _price_fits(order: Order, line: OrderLine) -> Refusal | None:
    if refusal := _money_fits(order, Text("The price of line {line}", line=line.line), line.unit_price):
        return refusal
    if bool(line.unit_price.amount) == line.free:
        said = Word("free") if line.free else Word("not free")
        return NotFree(line=line.line, price=f"{line.unit_price.amount:f}", said=said)
    return None


def _freight_fits(order: Order, freight: Money | None) -> Refusal | None:
    now = order.content.freight
    if freight is None or freight == now:
        return None
    if order.dispatched:
        return FreightBilled(number=order.content.number, freight=f"{now.amount} {now.currency}")
    return _money_fits(order, Text("The freight"), freight)


def _money_fits(order: Order, what: Text, money: Money) -> Refusal | None:
    number, currency = order.content.number, order.content.currency
    if money.currency != currency:
        return OtherCurrency(what=what, came=money.currency, number=number, currency=currency)
    return BelowZero(what=what, amount=money.amount) if money.amount < 0 else None


def _covers_dispatched(order: Order, lines: tuple[OrderLine, ...]) -> Refusal | None:
    wanted = {line.line: line.quantity for line in lines}
    for line, dispatched in sorted(order.dispatched_by_line.items()):
        if wanted.get(line, 0) < dispatched:
            return BelowDispatched(line=line, dispatched=dispatched, wanted=wanted.get(line, 0))
    return None
