"""A bill as people see it."""

from __future__ import annotations

from decimal import Decimal

from contracts.value import fields_of
from services.finance.bill.rules.values import Bill, BillFields


class BillState(BillFields):
    """A bill, with what is owed of it."""

    outstanding: Decimal


def state_of(bill: Bill) -> BillState:
    return BillState(**fields_of(bill), outstanding=bill.outstanding)
