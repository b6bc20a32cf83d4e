"""An inquiry as people see it."""

from __future__ import annotations

from datetime import date

from contracts.value import fields_of
from services.sales.inquiry.rules import Inquiry, Standing


class InquiryState(Inquiry):
    state: Standing
    """As it stands today: a quotation that nobody ordered by may have expired."""


def state_of(inquiry: Inquiry, today: date) -> InquiryState:
    return InquiryState(**fields_of(inquiry), state=inquiry.standing(today))


def for_customer(inquiry: Inquiry, today: date) -> InquiryState:
    """Without what is not said to him yet, and without who signed for which price."""
    said = tuple(one.but(below=(), approved_by="", unconfirmed=()) for one in inquiry.quotations)
    plain = inquiry.returned("") if inquiry.status == "to_approve" else inquiry
    return state_of(plain.but(quotations=said), today)
