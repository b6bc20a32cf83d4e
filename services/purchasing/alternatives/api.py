"""HTTP of what a substitute or another supplier costs more; nobody outside the company sees it (SAL-10, ALL-3)."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import Depends, Query
from pydantic import Field

from chassis import clock
from chassis.figures import holding
from chassis.handling import Reading
from chassis.http.identity import allow
from chassis.http.page import Page
from chassis.http.router import Router
from chassis.http.web import Look
from contracts.money import AskedQuantity
from contracts.rates import HOME
from contracts.scalars import Code, Currency
from services.purchasing.alternatives.rules import In, SubstituteCost, SupplierCost, price_of, supplier_cost
from services.purchasing.currencies.store import worth
from services.purchasing.ledger.store import offers_of
from services.purchasing.policy import Policy
from services.purchasing.purchases import store as purchases
from services.purchasing.purchases.rules.backup import Backup, backup

READERS = allow("buyer", "merchandiser", "sales manager", "finance manager", "general manager", "management")
router = Router(prefix="/api/v1", tags=["alternatives"], dependencies=[Depends(READERS)])
Told = Annotated[Currency, Query()]
"""The currency in which the difference is told."""


class SupplierCosts(Page[SupplierCost, None]):
    """What others would bring an order sooner."""


@router.get("/items/{item}/substitutes/{instead}/cost")
async def get_substitute_cost(
    item: Code,
    instead: Code,
    quantity: Annotated[AskedQuantity, Field(gt=0)],
    db: Look,
    currency: Told = HOME,
) -> SubstituteCost:
    """What so much of another item costs to buy more than of this one, as both are offered today (SAL-10)."""
    today, told = clock.today(), await _told(db, currency)
    offers = await offers_of(db, [item, instead])
    before, after = (price_of(offers[one], quantity, today) for one in (item, instead))
    more = told.difference(before, after)
    return SubstituteCost(item=item, instead=instead, quantity=quantity, costs_more=more)


@router.get("/orders/{order_id}/supplier-costs")
async def get_supplier_costs(order_id: UUID, db: Look, currency: Told = HOME) -> SupplierCosts:
    """What comes too late for an order and another supplier would bring sooner, and what he costs more (SAL-10)."""
    ids = [one.purchase_id for one in await purchases.serving(db, [order_id])]
    late = await purchases.slipped(db, ids) if ids else []
    today, days = clock.today(), (await holding(db, Policy)).days_before_promise
    told = await _told(db, currency)
    found = [(one, backup(one, offers, promised, (), today, days)) for one, promised, offers in late]
    costs = (supplier_cost(one.item, one.number, best, told) for one, best in found if isinstance(best, Backup))
    return SupplierCosts(items=tuple(costs))


async def _told(db: Reading, currency: str) -> In:
    return In(currency, await worth(db, clock.today()))
