"""The statement of a month: which month is due, and what it says of an order (SAL-16, FIN-6)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

from contracts.sales import ReceivablesStated, StatedOrder
from services.sales.order.rules.document import Order
from services.sales.receivable.rules import expected

ORDERS_A_PART = 1000
"""A message of some 200 kB."""
PARTS_AT_ONCE = 20
"""In one transaction; the timer comes again for the rest."""


@dataclass(frozen=True)
class Stating:
    """How far a month's statement is."""

    month: str
    parts: int = 0
    through: UUID | None = None
    done: bool = False


@dataclass(frozen=True)
class Known:
    """An order, and what sales was told of its payments until the end of the month, in its own currency."""

    order: Order
    told: Decimal
    in_another_currency: bool


def month_before(today: date) -> str:
    """The month that is over: 2026-10 on any day of 2026-11."""
    return f"{today.replace(day=1) - timedelta(days=1):%Y-%m}"


def last_day(month: str) -> date:
    first = date.fromisoformat(f"{month}-01")
    return (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)


def stated(known: Known, month: str) -> StatedOrder | None:
    """Nothing is said of an order of which nothing left and nothing was told to be paid."""
    amount, content = expected(known.order, last_day(month)), known.order.content
    if not (amount or known.told or known.in_another_currency):
        return None
    return StatedOrder(
        order_id=known.order.order_id,
        customer=content.customer,
        currency=content.currency,
        expected=amount,
        told=known.told,
        in_another_currency=known.in_another_currency,
    )


def next_part(
    stating: Stating, orders: Sequence[Known], through: UUID | None, *, last: bool
) -> tuple[Stating, tuple[ReceivablesStated, ...]]:
    """The statement a part further; only the last part may have no lines."""
    lines = tuple(line for known in orders if (line := stated(known, stating.month)))
    if not lines and not last:
        return replace(stating, through=through), ()
    part = ReceivablesStated(month=stating.month, part=stating.parts + 1, last=last, stated=lines)
    return Stating(stating.month, part.part, through, last), (part,)
