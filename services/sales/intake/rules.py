"""An order comes into the book; what it still lacks, in words that the customer can answer (SAL-2, SAL-3)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from chassis.refusal import Refusal
from contracts.event import Value
from contracts.outside import OrderPlaced
from contracts.sales import OrderClarified, OrderReceived
from contracts.values import Address, Currency, DraftLine, Money, OrderContent, OrderDraft, Share, Terms
from services.sales.customers.rules import CustomerState
from services.sales.order import OnOrder, Order, Step
from services.sales.policy import Policy
from services.sales.priority import priority_of

QUESTIONS = {
    "customer": "Under which open customer account do you order?",
    "lines": "Which products do you want?",
    "item": "Line {line}: which product of our list is it?",
    "quantity": "Line {line}: how many do you want?",
    "unit_price": "Line {line}: at which price per unit, in the order's currency?",
    "line": "Line {line} comes twice: which one is meant?",
    "deliver_to": "To which address shall we deliver?",
    "wanted": "By which date do you want the goods?",
    "terms": "On which terms do you pay?",
}


class ClarifiedTooLate(Refusal):
    """Order {number} is {status}; from the confirmation on it is changed, not clarified."""


class AnotherCustomer(Refusal):
    """Customer {who} cannot order for {customer}."""

    status = 403


class Asked(Value):
    """What a customer tells; the rest stays ``None`` until he does, or is as agreed with him."""

    currency: Currency | None = None
    lines: tuple[DraftLine, ...] | None = None
    deliver_to: Address | None = None
    terms: Terms | None = None
    wanted: date | None = None
    partial: bool | None = None
    freight: Money | None = None
    discount: Share | None = None
    tax_rate: Share | None = None
    incoterm: str | None = None
    merchandiser: str | None = None

    @property
    def priced_in(self) -> Currency | None:
        """The currency of the first price, where one is told."""
        return next((line.unit_price.currency for line in self.lines or () if line.unit_price), None)

    @property
    def told(self) -> Mapping[str, Any]:
        return {name: value for name in Asked.model_fields if (value := getattr(self, name)) is not None}


@dataclass(frozen=True)
class Place:
    """An order by HTTP or by event.

    ``taken_by`` is the merchandiser who took it; ``only_of`` the customer who places it himself, which he may for
    himself only.
    """

    customer: str
    customer_po: str
    asked: Asked
    taken_by: str | None = None
    only_of: str | None = None

    @property
    def reference(self) -> tuple[str, str]:
        return self.customer, self.customer_po

    @property
    def refusal(self) -> Refusal | None:
        if self.only_of in (None, self.customer):
            return None
        return AnotherCustomer(customer=self.customer, who=self.only_of)


@dataclass(frozen=True)
class Clarify(OnOrder):
    """What the customer tells of an order that is in the book."""

    asked: Asked


@dataclass(frozen=True)
class Desk:
    """What the masters and the day say about an order."""

    customer: CustomerState | None
    items: frozenset[str]
    today: date
    policy: Policy


def placed(event: OrderPlaced) -> Place:
    """An order by event is an order like any other."""
    asked = Asked.model_validate({name: getattr(event, name, None) for name in Asked.model_fields})
    return Place(event.customer, event.customer_po, asked)


def receive(place: Place, order_id: UUID, number: str, desk: Desk) -> Step:
    """A new order, complete or not."""
    known, policy = desk.customer, desk.policy
    currency = place.asked.currency or (known.currency if known else place.asked.priced_in or policy.home_currency)
    draft = OrderDraft(
        number=number,
        customer=place.customer,
        customer_name=known.name if known else "",
        customer_po=place.customer_po,
        merchandiser=(known and known.merchandiser) or place.taken_by or policy.merchandiser,
        currency=currency,
        freight=Money(amount=Decimal(0), currency=currency),
    )
    order = Order(order_id=order_id, version=1, status="open", content=draft, received_on=desk.today)
    order = _filled(order, draft.model_copy(update=dict(place.asked.told)), desk)
    event = OrderReceived(
        order_id=order_id,
        version=1,
        content=order.content,
        missing=order.missing,
    )
    return Step(order, (event,))


def clarify(order: Order, asked: Clarify, desk: Desk) -> Step | Refusal:
    """A newer version of an order that is not confirmed; its reviews begin anew."""
    if order.status != "open":
        return ClarifiedTooLate(number=order.content.number, status=order.status)
    return _clarified(order, OrderDraft.model_validate({**order.content.model_dump(), **asked.asked.told}), desk)


def look_again(order: Order, desk: Desk) -> Step:
    """An incomplete order beside the masters of now; what they answer, the customer is not asked any more (SAL-3)."""
    if order.status != "open" or order.complete:
        return Step(order)
    draft = OrderDraft.model_validate(order.content.model_dump())
    if desk.customer and desk.customer.merchandiser and draft.merchandiser == desk.policy.merchandiser:
        draft = draft.model_copy(update={"merchandiser": desk.customer.merchandiser})
    step = _clarified(order, draft, desk)
    return step if step.order.missing != order.missing else Step(order)


def _clarified(order: Order, draft: OrderDraft, desk: Desk) -> Step:
    if desk.customer:
        draft = draft.model_copy(update={"customer_name": desk.customer.name})
    order = _filled(order.but(version=order.version + 1, reviews={}), draft, desk)
    event = OrderClarified(order_id=order.order_id, version=order.version, content=order.content, missing=order.missing)
    return Step(order, (event,))


def _filled(order: Order, draft: OrderDraft, desk: Desk) -> Order:
    grade = desk.customer.grade if desk.customer else "C"
    agreed = draft.terms or (desk.customer.terms if desk.customer else None)
    priority = priority_of(draft, grade, desk.today, desk.policy)
    draft = draft.model_copy(update={"terms": agreed, "priority": priority})
    missing = missing_in(draft, desk)
    content = draft if missing else OrderContent.model_validate(draft.model_dump())
    return order.but(content=content, missing=missing)


def missing_in(draft: OrderDraft, desk: Desk) -> tuple[str, ...]:
    """The fields that the customer must still tell, in the order of the form (SAL-3)."""
    twice = [line for line, count in Counter(line.line for line in draft.lines).items() if count > 1]
    return (
        *(() if desk.customer and desk.customer.active else ("customer",)),
        *(() if draft.lines else ("lines",)),
        *(f"lines.{line}.line" for line in twice),
        *(f"lines.{line.line}.{field}" for line in draft.lines for field in _missing_in_line(line, draft, desk)),
        *(field for field in ("deliver_to", "wanted", "terms") if getattr(draft, field) is None),
    )


def _missing_in_line(line: DraftLine, draft: OrderDraft, desk: Desk) -> list[str]:
    told = {
        "item": line.item in desk.items,
        "quantity": bool(line.quantity),
        "unit_price": line.unit_price is not None and line.unit_price.currency == draft.currency,
    }
    return [field for field, is_told in told.items() if not is_told]


def question_of(field: str) -> str:
    """A missing field as a question to the customer."""
    if not field.startswith("lines."):
        return QUESTIONS[field]
    _, line, name = field.split(".")
    return QUESTIONS[name].format(line=line)
