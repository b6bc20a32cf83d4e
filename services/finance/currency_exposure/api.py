"""HTTP of what is open in foreign currencies, and of what a move of one would cost (FIN-8)."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated
from uuid import UUID

from fastapi import Depends
from pydantic import Field

from chassis import clock
from chassis.http.asked import CurrencyNow
from chassis.http.identity import Person, allow
from chassis.http.page import FIRST, Limit, Page
from chassis.http.router import Router
from chassis.http.web import Look
from contracts.scalars import Number
from services.finance.currency_exposure import store
from services.finance.currency_exposure.rules import Move
from services.finance.currency_exposure.view import CurrencyExposure, OrderExposure, currencies_of, order_of
from services.finance.rates import store as rates

Reader = Annotated[Person, Depends(allow("accountant", "finance manager", "general manager", "management"))]
Percent = Annotated[Number, Field(gt=-100, le=1000)]

router = Router(prefix="/api/v1/currency-exposure", tags=["currency exposure"])


class CurrencyExposures(Page[CurrencyExposure, None]):
    """Every foreign currency in which something is open, in one page; ``effect`` is of all of them."""

    effect: Decimal


class OrderExposures(Page[OrderExposure]):
    """Orders with something open in a foreign currency; ``next`` is the cursor of the next page."""


def moved(percent: Percent = Decimal(0), currency: CurrencyNow | None = None) -> Move:
    """A unit of the currency becomes worth so many per cent more, below zero less; without one, of each."""
    return Move(percent, currency or "")


@router.get("", response_model=CurrencyExposures)
async def list_currency_exposure(_: Reader, db: Look, move: Annotated[Move, Depends(moved)]) -> CurrencyExposures:
    """What is still to come in and to go out by currency and due month, and what a move would do to the margin."""
    values = await rates.values(db, clock.today())
    items = currencies_of(await store.by_month(db), move, values)
    return CurrencyExposures(items=items, effect=sum((one.effect for one in items), Decimal(0)))


@router.get("/orders", response_model=OrderExposures)
async def list_orders_exposed(
    _: Reader, db: Look, move: Annotated[Move, Depends(moved)], after: UUID = FIRST, limit: Limit = 100
) -> OrderExposures:
    """The same for each open order: what is to come and to go, and what the move would do to its margin."""
    values = await rates.values(db, clock.today())
    orders = await store.by_order(db, after, limit)
    following = orders[-1].order_id if len(orders) == limit else None
    return OrderExposures(items=tuple(order_of(order, move, values) for order in orders), next=following)
