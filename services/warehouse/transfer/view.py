"""A transfer as people see it."""

from __future__ import annotations

from decimal import Decimal

from contracts.value import fields_of
from services.warehouse.transfer.rules import Transfer


class TransferState(Transfer):
    """With what is on its way, and what never came."""

    in_transit: Decimal
    missing: Decimal


def state_of(known: Transfer) -> TransferState:
    return TransferState(**fields_of(known), in_transit=known.in_transit, missing=known.missing)
