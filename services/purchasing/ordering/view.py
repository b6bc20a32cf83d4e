"""A purchase order with its lines as people see it, and the page on which its supplier answers it by his link."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from html import escape

from pydantic import BaseModel

from chassis.http.identity import Person
from chassis.papers import replying
from chassis.papers.replying import form, in_html
from contracts.money import Money
from contracts.texts import Text
from services.purchasing.ledger.rules.purchase import ORDERED, Purchase
from services.purchasing.ordering.rules import AnswerOrder, OrderDrafts
from services.purchasing.papers.rules.purchase_order import TITLE, amount_of
from services.purchasing.purchases.view import PurchaseState, seen

FIELD = '<p><label>{label} <input name="{name}" {rule}></label></p>'
DAY, WORDS = 'type="date" required', 'required maxlength="500"'


class PurchaseOrderState(BaseModel):
    """What was ordered of a supplier at the same time, each line a purchase with its own dates and receipts (PUR-4)."""

    number: str
    supplier: str
    ordered_on: date | None
    amount: Money | None
    """Of all that was not given up; none for who sees no prices."""
    lines: tuple[PurchaseState, ...]

    @classmethod
    def of(cls, lines: Sequence[Purchase]) -> PurchaseOrderState:
        return cls(
            number=lines[0].order_number,
            supplier=lines[0].supplier,
            ordered_on=lines[0].ordered_on,
            amount=amount_of(lines),
            lines=tuple(map(PurchaseState.of, lines)),
        )

    def seen_by(self, person: Person) -> PurchaseOrderState:
        """To each what he may see of it (ALL-3)."""
        lines = tuple(seen(one, person) for one in self.lines)
        amount = self.amount if all(one.unit_price for one in lines) else None
        return self.model_copy(update={"lines": lines, "amount": amount})


class Ordered(BaseModel):
    """What became of each draft: ordered with its number, or its price asked first."""

    lines: tuple[PurchaseState, ...]


def ordered(drafts: Sequence[Purchase], _asked: OrderDrafts) -> Ordered:
    return Ordered(lines=tuple(map(PurchaseState.of, drafts)))


def answered(lines: Sequence[Purchase], asked: AnswerOrder) -> PurchaseOrderState:
    state = PurchaseOrderState.of(lines)
    his = tuple(one.for_supplier() for one in state.lines)
    return state.model_copy(update={"lines": his}) if asked.supplier else state


def page(lines: Sequence[Purchase], paper: str, language: str) -> str:
    """``paper``: where the order itself is read."""
    waiting = [one for one in lines if one.state == "ordered"]
    at_once = _at_once(waiting) if len(waiting) > 1 else ""
    forms = at_once + "".join(map(_of_line, lines))
    return replying.page(TITLE, lines[0].order_number if lines else "", paper, forms, language)


def _at_once(waiting: Sequence[Purchase]) -> str:
    day = _field(Text("All on"), "promised_on", DAY)
    return form({"seen": f"{sum(one.version for one in waiting)}"}, day, Text("We deliver all of it on this day"))


def _of_line(one: Purchase) -> str:
    head = f"<h2>{one.line}. {escape(one.item)}: {_still(one):f}</h2>"
    if one.state not in ORDERED:
        return f"{head}<p>{in_html(Text('This does not wait for your answer any more.'))}</p>"
    kept = {"line": f"{one.line}", "seen": f"{one.version}"}
    day = _field(Text("Day"), "promised_on", DAY)
    decline = form(kept, _field(Text("Why"), "declined_because", WORDS), Text("We cannot deliver it"))
    if one.state == "ordered":
        return head + form(kept, day, Text("We deliver on this day")) + decline
    promised = f"<p>{in_html(Text('Promised for {day}', day=one.promised_on))}</p>"
    later = form(kept, day + _field(Text("Why"), "reason", WORDS), Text("It is another day"))
    return head + promised + later + decline


def _still(one: Purchase) -> Decimal:
    return one.outstanding if one.state in ORDERED else one.quantity - one.cancelled


def _field(label: Text, name: str, rule: str) -> str:
    return FIELD.format(label=in_html(label), name=name, rule=rule)
