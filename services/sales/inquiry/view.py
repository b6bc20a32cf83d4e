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
