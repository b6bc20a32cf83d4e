"""A PO becomes an order, or is one already; what the customer tells then makes it whole (SAL-2, SAL-3)."""

from __future__ import annotations

from decimal import Decimal
from uuid import UUID

from chassis.handling import Step
from chassis.refusal import Refusal
from contracts.currencies import EVER
from contracts.money import Money
from contracts.order import OrderDraft, as_draft, completed
from contracts.sales import OrderClarified, OrderReceived
from contracts.texts import NOTHING, Text
from services.sales.intake.rules.again import differences, mark_of, said
from services.sales.intake.rules.asked import (
    AnotherCustomer,
    Asked,
    ClarifiedTooLate,
    Clarify,
    Known,
    NothingToldAnew,
    Place,
    PoIsOver,
    PoSaysOtherwise,
    TermsAreAgreed,
)
from services.sales.intake.rules.contracted import as_contracted, contract_of
from services.sales.intake.rules.questions import questions_on
from services.sales.intake.rules.quoted import as_quoted, priced, quotation_of
from services.sales.intake.rules.sampled import awaited
from services.sales.order.rules.document import Order
from services.sales.order.rules.facts import Difference
from services.sales.order.rules.priority import weighed
from services.sales.policy import Policy

OVER = ("rejected", "cancelled", "closed")
AGREED = ("terms", "discount", "freight", "tax_rate", "merchandiser", "rush")
"""What is agreed with a customer, and not his alone to say; who goes before others is not his either."""


def may_place(place: Place, known: Known, in_book: Order | None = None) -> Refusal | None:
    """A customer orders for himself, as agreed with him; of an order in the book he only asks which one it is."""
    if place.only_of is None:
        return None
    if place.only_of != place.customer:
        return AnotherCustomer(customer=place.customer, who=place.only_of)
    return None if in_book else _beyond_agreed(place.asked, _agreed(place, "", known))


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
    order = _filled(order, draft.but(**dict(place.asked.told)), known)
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


def clarify(order: Order, asked: Clarify, known: Known) -> Step[Order, OrderClarified] | Refusal:
    """A newer version of an order that is not confirmed; its reviews begin anew."""
    if order.status != "open":
        return ClarifiedTooLate(number=order.content.number, status=order.status)
    before = as_draft(order.content)
    agreed = before.but(currency=asked.said.currency or before.currency)
    agreed = as_contracted(agreed, contract_of(asked.said.contract, before.customer, known, order.received_on))
    agreed = as_quoted(agreed, quotation_of(asked.said.quotation, before.customer, known, order.received_on))
    if asked.only_of and (refusal := _beyond_agreed(asked.said, _in_its_currency(agreed))):
        return refusal
    step = _clarified(order, agreed.but(**asked.said.told), known)
    if step.document.missing == order.missing and not differences(asked.said.told, order.content):
        return NothingToldAnew(number=order.content.number)
    return step


def recheck(order: Order, known: Known) -> Step[Order, OrderClarified]:
    """An incomplete order beside the masters of now; what they answer, the customer is not asked any more (SAL-3)."""
    if order.status != "open" or order.complete:
        return Step(order)
    draft = as_draft(order.content)
    if known.customer and known.customer.merchandiser and draft.merchandiser == known.policy.merchandiser:
        draft = draft.but(merchandiser=known.customer.merchandiser)
    step = _clarified(order, draft, known)
    return step if step.document.missing != order.missing else Step(order)


def _clarified(order: Order, draft: OrderDraft, known: Known) -> Step[Order, OrderClarified]:
    if known.customer:
        draft = draft.but(customer_name=known.customer.name)
    waived = order.samples_waived if draft.samples == order.content.samples else None
    begun = order.but(
        version=order.version + 1, reviews={}, risk=None, off_list=(), came_again=None, samples_waived=waived
    )
    order = _filled(begun, draft, known)
    event = OrderClarified(order_id=order.order_id, version=order.version, content=order.content, missing=order.missing)
    return Step(order, (event,))


def _beyond_agreed(asked: Asked, agreed: OrderDraft) -> TermsAreAgreed | None:
    """``agreed`` is the order without what the customer says of it now."""
    faults = [
        {
            "field": name,
            "expected": NOTHING if fixed is None else Text("nothing, or {fixed}", fixed=fixed),
            "came": str(told),
        }
        for name in AGREED
        if (told := getattr(asked, name)) is not None and told != (fixed := getattr(agreed, name))
    ]
    faults += [
        {"field": f"lines.{place}.free", "expected": Text("nothing, or {fixed}", fixed=False), "came": "True"}
        for place, line in enumerate(asked.lines or ())
        if line.free and line not in agreed.lines
    ]
    return TermsAreAgreed(faults) if faults else None


def _filled(order: Order, draft: OrderDraft, known: Known) -> Order:
    """The order with what is told and agreed, and with the questions that stay open."""
    agreed = draft.terms or (known.customer.terms if known.customer else None)
    draft = priced(draft, quotation_of(draft.quotation, draft.customer, known, order.received_on))
    draft = weighed(draft, known.grade, known.today, known.policy, known.rates, known.taken, known.floors)
    incoterm = draft.incoterm or (known.customer.incoterm if known.customer else "")
    draft = _in_its_currency(draft.but(terms=agreed, incoterm=incoterm))
    asked = questions_on(draft, known, order.received_on)
    content = draft if asked else completed(draft)
    order = order.but(samples_awaited=awaited(draft, known), weighed_on=known.today)
    return order.but(
        content=content, missing=tuple(one.field for one in asked), questions=tuple(one.text for one in asked)
    )


def _in_its_currency(draft: OrderDraft) -> OrderDraft:
    """No freight is none in any currency."""
    if draft.freight.amount:
        return draft
    return draft.but(freight=Money(amount=Decimal(0), currency=draft.currency))
