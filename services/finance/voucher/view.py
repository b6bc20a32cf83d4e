"""A voucher as people see it."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from contracts.value import fields_of
from services.finance.voucher.rules import Voucher


class VoucherShown(Voucher):
    """``next_step``: whose signature is awaited; ``reversed_by``: the voucher that takes it back, or waits to."""

    amount: Decimal
    next_step: str | None
    reversed_by: str


def shown(known: Voucher, reversals: Mapping[str, str]) -> VoucherShown:
    reversed_by, next_step = reversals.get(known.number, ""), known.chain.next_step
    return VoucherShown(**fields_of(known), amount=known.amount, next_step=next_step, reversed_by=reversed_by)
