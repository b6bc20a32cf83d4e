"""An order is told what it lacked: a newer version, reviewed anew (SAL-3)."""

from __future__ import annotations

from dataclasses import dataclass

from chassis.handling import Step
from chassis.refusal import Refusal
from contracts.order import OrderDraft, as_draft
from contracts.sales import OrderClarified
from services.sales.intake.rules.again import differences
from services.sales.intake.rules.asked import Asked, Known
from services.sales.intake.rules.contracted import as_contracted, contract_of
from services.sales.intake.rules.filling import beyond_agreed, filled, in_its_currency
from services.sales.intake.rules.quoted import as_quoted, quotation_of
from services.sales.order.rules.asked import OnOrder
from services.sales.order.rules.document import Order


@dataclass(frozen=True)
class Clarify(OnOrder):
    """What the customer tells of an order that is in the book."""

    said: Asked


class ClarifiedTooLate(Refusal):
    """Order {number} is {status}; from the confirmation on it is changed, not clarified."""


class NothingToldAnew(Refusal):
    """Order {number} says all of this already; there is no new version."""

    of_input = True


def clarify(order: Order, asked: Clarify, known: Known) -> Step[Order, OrderClarified] | Refusal:
    """A newer version of an order that is not confirmed; its reviews begin anew."""
    if order.status != "open":
        return ClarifiedTooLate(number=order.content.number, status=order.status)
    before = as_draft(order.content)
    agreed = before.but(currency=asked.said.currency or before.currency)
    agreed = as_contracted(agreed, contract_of(asked.said.contract, before.customer, known, order.received_on))
    agreed = as_quoted(agreed, quotation_of(asked.said.quotation, before.customer, known, order.received_on))
    if asked.only_of and (refusal := beyond_agreed(asked.said, in_its_currency(agreed))):
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
    order = filled(begun, draft, known)
    event = OrderClarified(order_id=order.order_id, version=order.version, content=order.content, missing=order.missing)
    return Step(order, (event,))
