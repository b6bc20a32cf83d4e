"""A PO becomes an order, or is one already (SAL-2, SAL-3)."""

from __future__ import annotations

from decimal import Decimal
from uuid import UUID

from chassis.handling import Step
from chassis.refusal import Refusal
from contracts.currencies import EVER
from contracts.money import Money
from contracts.order import OrderDraft
from contracts.sales import OrderReceived
from services.sales.intake.rules.again import differences, mark_of, said
from services.sales.intake.rules.asked import (
    AnotherCustomer,
    Known,
    Place,
    PoIsOver,
    PoSaysOtherwise,
)
from services.sales.intake.rules.contracted import as_contracted, contract_of
from services.sales.intake.rules.filling import beyond_agreed, filled
from services.sales.intake.rules.quoted import as_quoted, quotation_of
from services.sales.order.rules.document import Order
from services.sales.order.rules.facts import Difference
from services.sales.policy import Policy

OVER = ("rejected", "cancelled", "closed")


def may_place(place: Place, known: Known, in_book: Order | None = None) -> Refusal | None:
    """A customer orders for himself, as agreed with him; of an order in the book he only asks which one it is."""
    if place.only_of is None:
        return None
    if place.only_of != place.customer:
        return AnotherCustomer(customer=place.customer, who=place.only_of)
    return None if in_book else beyond_agreed(place.asked, _agreed(place, "", known))


def again(place: Place, order: Order, policy: Policy) -> Step[Order, OrderReceived] | Refusal | None:
    """The order that a PO is already; None where it becomes a new one (SAL-2: the same PO is the same living order)."""
    anew = policy.po_of_a_dead_order == "ordered_anew" and not place.once
    if order.status in ("rejected", "cancelled") and anew:
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


def over_in_shop(order: Order) -> tuple[Difference, ...]:
    """The shop says that it is over, and ours is not: a person decides what becomes of it (SAL-9)."""
    return () if order.status in OVER else (Difference(field="state", has=said(order.status), came=said("cancelled")),)


def receive(place: Place, order_id: UUID, number: str, known: Known) -> Step[Order, OrderReceived]:
    """A new order, complete or not."""
    draft = _agreed(place, number, known)
    placed_as = mark_of(place.asked.told)
    order = Order(
        order_id=order_id,
        version=1,
        status="open",
        content=draft,
        received_on=known.today,
        entered_by=place.entered_by,
        placed_as=placed_as,
    )
    order = filled(order, draft.but(**dict(place.asked.told)), known)
    return Step(order, (OrderReceived(order_id=order_id, version=1, content=order.content, missing=order.missing),))


def _agreed(place: Place, number: str, known: Known) -> OrderDraft:
    """The order before anything is told of it, as agreed with the customer, in a contract too, and quoted."""
    quotation = quotation_of(place.asked.quotation, place.customer, known, known.today)
    contract = contract_of(place.asked.contract, place.customer, known, known.today)
    return as_quoted(as_contracted(_blank(place, number, known), contract), quotation)


def _blank(place: Place, number: str, known: Known) -> OrderDraft:
    """As agreed with the customer."""
    customer, policy = known.customer, known.policy
    agreed = customer.currency if customer and customer.currency in EVER else None
    currency = place.asked.currency or agreed or place.asked.priced_in or policy.home_currency
    return OrderDraft(
        number=number,
        customer=place.customer,
        customer_name=customer.name if customer else "",
        customer_po=place.customer_po,
        merchandiser=(customer and customer.merchandiser) or place.taken_by or policy.merchandiser,
        currency=currency,
        freight=Money(amount=Decimal(0), currency=currency),
        terms=customer.terms if customer else None,
    )
