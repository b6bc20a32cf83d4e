"""What the customer tells of his order makes it whole, step by step (SAL-3)."""

from __future__ import annotations

from decimal import Decimal

from chassis.handling import Step
from chassis.refusal import Refusal
from contracts.money import Money
from contracts.order import OrderContent, OrderDraft
from contracts.sales import OrderClarified
from services.sales.intake.rules.again import differences
from services.sales.intake.rules.asked import Asked, ClarifiedTooLate, Clarify, Known, NothingToldAnew, TermsAreAgreed
from services.sales.intake.rules.questions import questions_on
from services.sales.order.rules.document import Order
from services.sales.order.rules.priority import priority_of

AGREED = ("terms", "discount", "freight", "tax_rate", "merchandiser")
"""What is agreed with a customer, and not his alone to say."""


def clarify(order: Order, asked: Clarify, known: Known) -> Step[Order, OrderClarified] | Refusal:
    """A newer version of an order that is not confirmed; its reviews begin anew."""
    if order.status != "open":
        return ClarifiedTooLate(number=order.content.number, status=order.status)
    before = order.content.model_dump()
    agreed = OrderDraft.model_validate({**before, "currency": asked.asked.currency or order.content.currency})
    if asked.only_of and (refusal := beyond_agreed(asked.asked, _in_its_currency(agreed))):
        return refusal
    step = _clarified(order, OrderDraft.model_validate({**before, **asked.asked.told}), known)
    if step.document.missing == order.missing and not differences(asked.asked.told, order.content):
        return NothingToldAnew(number=order.content.number)
    return step


def recheck(order: Order, known: Known) -> Step[Order, OrderClarified]:
    """An incomplete order beside the masters of now; what they answer, the customer is not asked any more (SAL-3)."""
    if order.status != "open" or order.complete:
        return Step(order)
    draft = OrderDraft.model_validate(order.content.model_dump())
    if known.customer and known.customer.merchandiser and draft.merchandiser == known.policy.merchandiser:
        draft = draft.model_copy(update={"merchandiser": known.customer.merchandiser})
    step = _clarified(order, draft, known)
    return step if step.document.missing != order.missing else Step(order)


def _clarified(order: Order, draft: OrderDraft, known: Known) -> Step[Order, OrderClarified]:
    if known.customer:
        draft = draft.model_copy(update={"customer_name": known.customer.name})
    order = filled(order.but(version=order.version + 1, reviews={}, came_again=None), draft, known)
    event = OrderClarified(order_id=order.order_id, version=order.version, content=order.content, missing=order.missing)
    return Step(order, (event,))


def beyond_agreed(asked: Asked, agreed: OrderDraft) -> TermsAreAgreed | None:
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


def filled(order: Order, draft: OrderDraft, known: Known) -> Order:
    """The order with what is told and agreed, and with the questions that stay open."""
    agreed = draft.terms or (known.customer.terms if known.customer else None)
    priority = priority_of(draft, known.grade, known.today, known.policy)
    draft = _in_its_currency(draft.model_copy(update={"terms": agreed, "priority": priority}))
    asked = questions_on(draft, known.customer, known.items, order.received_on)
    content = draft if asked else OrderContent.model_validate(draft.model_dump())
    return order.but(
        content=content, missing=tuple(one.field for one in asked), questions=tuple(one.text for one in asked)
    )


def _in_its_currency(draft: OrderDraft) -> OrderDraft:
    """No freight is none in any currency."""
    if draft.freight.amount:
        return draft
    return draft.model_copy(update={"freight": Money(amount=Decimal(0), currency=draft.currency)})
