"""A customer's credit as people see it."""

from __future__ import annotations

from contracts.texts import Text
from contracts.value import Value
from services.finance.customer.rules import Credit


class Standing(Value):
    """What finance answers about a customer's credit."""

    customer: str
    held: bool
    reason: Text
    version: int


def standing(credit: Credit) -> Standing:
    return Standing(customer=credit.customer, held=credit.held, reason=credit.hold_reason, version=credit.hold_version)
