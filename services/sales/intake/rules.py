"""An order comes into the book, complete or not (SAL-2, SAL-3)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from chassis.refusal import InvalidInput, Refusal
from contracts.currencies import EVER
from contracts.event import Value
from contracts.money import AskedPrice, Money
from contracts.order import OrderContent, OrderDraft, Terms
from contracts.outside import OrderPlaced
from contracts.sales import OrderClarified, OrderReceived
from contracts.scalars import DAYS_MAX, Code, Currency, Day, Reference, Share
from services.sales.again import differences, mark_of
from services.sales.asked import DeliverTo, Incoterm, Line
from services.sales.customers.rules import CustomerState
from services.sales.order import Difference, OnOrder, Order, Step
from services.sales.policy import Policy
from services.sales.priority import priority_of
from services.sales.questions import Units, questions_on

AGREED = ("terms", "discount", "freight", "tax_rate", "merchandiser")
"""What is agreed with a customer, and not his alone to say."""


OVER = ("rejected", "cancelled", "closed")


class ClarifiedTooLate(Refusal):
    """Order {number} is {status}; from the confirmation on it is changed, not clarified."""


class NothingToldAnew(Refusal):
    """Order {number} says all of this already; there is no new version."""


class AnotherCustomer(Refusal):
    """Customer {who} cannot order for {customer}."""

    status = 403


class TermsAreAgreed(InvalidInput):
    """What is agreed between us is not the customer's to set; leave it out. Fields in question: {count}."""


class PoIsOver(Refusal):
    """PO {customer_po} of {customer} was order {number}, which is {status}; that is final, and nothing was taken.

    Order anew under another PO number.
    """


class PoSaysOtherwise(InvalidInput):
    """PO {customer_po} is order {number} already, which says otherwise; nothing was taken.

    Change or clarify the order, or order under another PO number.
    """

    status = 409

    def __init__(self, order: Order, differs: Sequence[Difference]) -> None:
        """``expected`` of each fault is what the order has."""
        about = {"number": order.content.number, "customer_po": order.content.customer_po}
        Refusal.__init__(self, count=len(differs), order_id=order.order_id, **about)
        self.faults = [{"field": one.field, "expected": one.has, "came": one.came} for one in differs]


class Called(Value):
    """What an order is called outside: the same twice is the same order (SAL-2)."""

    customer: Code
    customer_po: Reference


class Asked(Value):
    """What a customer tells; the rest stays ``None`` until he does, or is as agreed with him."""

    currency: Currency | None = None
    lines: tuple[Line, ...] | None = None
    deliver_to: DeliverTo | None = None
    terms: Terms | None = None
    wanted: Day | None = None
    partial: bool | None = None
    freight: AskedPrice | None = None
    discount: Share | None = None
    tax_rate: Share | None = None
    incoterm: Incoterm | None = None
    merchandiser: Code | None = None

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


@dataclass(frozen=True)
class Clarify(OnOrder):
    """What the customer tells of an order that is in the book."""

    asked: Asked


@dataclass(frozen=True)
class Desk:
    """What the masters and the day say about an order."""

    customer: CustomerState | None
    items: Units
    today: date
    policy: Policy


def within_reach(wanted: date, today: date) -> date:
    """ValueError for a day that nobody plans for. What is past is not refused: the customer is asked anew (SAL-3)."""
    last = today + timedelta(days=DAYS_MAX)
    if wanted > last:
        raise ValueError(f"expected a date up to {last}; leave out one that is not known")
    return wanted


def placed(event: OrderPlaced, today: date) -> Place:
    """An order by event is an order like any other; raises ValueError, which names the field, where it cannot be."""
    told = {name: getattr(event, name) for name in Asked.model_fields.keys() & event.model_fields_set}
    asked = Asked.model_validate(told)
    called = Called.model_validate({"customer": event.customer, "customer_po": event.customer_po})
    if asked.wanted:
        try:
            within_reach(asked.wanted, today)
        except ValueError as fault:
            raise ValueError(f"wanted: {fault}, came {asked.wanted}") from fault
    return Place(called.customer, called.customer_po, asked)


def may_place(place: Place, desk: Desk, in_book: Order | None = None) -> Refusal | None:
    """A customer orders for himself, as agreed with him; of an order in the book he only asks which one it is."""
    if place.only_of is None:
        return None
    if place.only_of != place.customer:
        return AnotherCustomer(customer=place.customer, who=place.only_of)
    return None if in_book else _beyond_agreed(place.asked, _blank(place, "", desk))


def _beyond_agreed(asked: Asked, agreed: OrderDraft) -> TermsAreAgreed | None:
    """``agreed`` is the order without what the customer says of it now."""
    faults = [
        {"field": name, "expected": "nothing" if fixed is None else f"nothing, or {fixed}", "came": str(told)}
        for name in AGREED
        if (told := getattr(asked, name)) is not None and told != (fixed := getattr(agreed, name))
    ]
    faults += [
        {"field": f"lines.{place}.free", "expected": "nothing, or False", "came": "True"}
        for place, line in enumerate(asked.lines or ())
        if line.free and line not in agreed.lines
    ]
    return TermsAreAgreed(faults) if faults else None


def again(place: Place, order: Order, policy: Policy) -> Step | Refusal | None:
    """The order that a PO is already; None where it becomes a new one (SAL-2: the same PO is the same living order)."""
    if order.status in ("rejected", "cancelled") and policy.po_of_a_dead_order == "ordered_anew":
        return None
    if order.status in OVER:
        about = {"number": order.content.number, "status": order.status, "order_id": order.order_id}
        return PoIsOver(customer=place.customer, customer_po=place.customer_po, **about)
    differs = differing(place, order)
    return PoSaysOtherwise(order, differs) if differs else Step(order)


def differing(place: Place, order: Order) -> tuple[Difference, ...]:
    """What a PO says that its order does not; the very words that the order was placed with are none."""
    told = place.asked.told
    return () if mark_of(told) == order.placed_as else differences(told, order.content)


def receive(place: Place, order_id: UUID, number: str, desk: Desk) -> Step:
    """A new order, complete or not."""
    draft = _blank(place, number, desk)
    placed_as = mark_of(place.asked.told)
    order = Order(
        order_id=order_id, version=1, status="open", content=draft, received_on=desk.today, placed_as=placed_as
    )
    order = _filled(order, draft.model_copy(update=dict(place.asked.told)), desk)
    event = OrderReceived(
        order_id=order_id,
        version=1,
        content=order.content,
        missing=order.missing,
    )
    return Step(order, (event,))


def _blank(place: Place, number: str, desk: Desk) -> OrderDraft:
    """The order before anything is told of it, as agreed with the customer."""
    known, policy = desk.customer, desk.policy
    agreed = known.currency if known and known.currency in EVER else None
    currency = place.asked.currency or agreed or place.asked.priced_in or policy.home_currency
    return OrderDraft(
        number=number,
        customer=place.customer,
        customer_name=known.name if known else "",
        customer_po=place.customer_po,
        merchandiser=(known and known.merchandiser) or place.taken_by or policy.merchandiser,
        currency=currency,
        freight=Money(amount=Decimal(0), currency=currency),
        terms=known.terms if known else None,
    )


def clarify(order: Order, asked: Clarify, desk: Desk) -> Step | Refusal:
    """A newer version of an order that is not confirmed; its reviews begin anew."""
    if order.status != "open":
        return ClarifiedTooLate(number=order.content.number, status=order.status)
    known = order.content.model_dump()
    agreed = OrderDraft.model_validate({**known, "currency": asked.asked.currency or order.content.currency})
    if asked.only_of and (refusal := _beyond_agreed(asked.asked, _in_its_currency(agreed))):
        return refusal
    step = _clarified(order, OrderDraft.model_validate({**known, **asked.asked.told}), desk)
    if step.order.missing == order.missing and not differences(asked.asked.told, order.content):
        return NothingToldAnew(number=order.content.number)
    return step


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
    order = _filled(order.but(version=order.version + 1, reviews={}, came_again=None), draft, desk)
    event = OrderClarified(order_id=order.order_id, version=order.version, content=order.content, missing=order.missing)
    return Step(order, (event,))


def _filled(order: Order, draft: OrderDraft, desk: Desk) -> Order:
    grade = desk.customer.grade if desk.customer else "C"
    agreed = draft.terms or (desk.customer.terms if desk.customer else None)
    priority = priority_of(draft, grade, desk.today, desk.policy)
    draft = _in_its_currency(draft.model_copy(update={"terms": agreed, "priority": priority}))
    asked = questions_on(draft, desk.customer, desk.items, order.received_on)
    content = draft if asked else OrderContent.model_validate(draft.model_dump())
    return order.but(
        content=content, missing=tuple(one.field for one in asked), questions=tuple(one.text for one in asked)
    )


def _in_its_currency(draft: OrderDraft) -> OrderDraft:
    """No freight is none in any currency."""
    if draft.freight.amount:
        return draft
    return draft.model_copy(update={"freight": Money(amount=Decimal(0), currency=draft.currency)})
