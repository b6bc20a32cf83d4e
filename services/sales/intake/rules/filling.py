"""An order with what is told of it and agreed with its customer, who may not say all of it (SAL-2, SAL-3)."""

from __future__ import annotations

from decimal import Decimal

from contracts.money import Money
from contracts.order import OrderDraft, completed
from contracts.texts import NOTHING, Text
from services.sales.intake.rules.asked import Asked, Known, TermsAreAgreed
from services.sales.intake.rules.questions import questions_on
from services.sales.intake.rules.quoted import priced, quotation_of
from services.sales.intake.rules.sampled import awaited
from services.sales.order.rules.document import Order
from services.sales.order.rules.priority import weighed

AGREED = ("terms", "discount", "freight", "tax_rate", "merchandiser", "rush")
"""What is agreed with a customer, and not his alone to say; who goes before others is not his either."""


def filled(order: Order, draft: OrderDraft, known: Known) -> Order:
    """The order with what is told and agreed, and with the questions that stay open."""
    agreed = draft.terms or (known.customer.terms if known.customer else None)
    draft = priced(draft, quotation_of(draft.quotation, draft.customer, known, order.received_on))
    draft = weighed(draft, known.grade, known.today, known.policy, known.rates, known.taken, known.floors)
    incoterm = draft.incoterm or (known.customer.incoterm if known.customer else "")
    draft = in_its_currency(draft.but(terms=agreed, incoterm=incoterm))
    asked = questions_on(draft, known, order.received_on)
    content = draft if asked else completed(draft)
    order = order.but(samples_awaited=awaited(draft, known), weighed_on=known.today)
    return order.but(
        content=content, missing=tuple(one.field for one in asked), questions=tuple(one.text for one in asked)
    )


def beyond_agreed(asked: Asked, agreed: OrderDraft) -> TermsAreAgreed | None:
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


def in_its_currency(draft: OrderDraft) -> OrderDraft:
    """No freight is none in any currency."""
    if draft.freight.amount:
        return draft
    return draft.but(freight=Money(amount=Decimal(0), currency=draft.currency))
