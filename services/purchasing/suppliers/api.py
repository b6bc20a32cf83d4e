"""HTTP: suppliers and their offers (PUR-5, PUR-7)."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query, Response
from pydantic import BaseModel, Field

from chassis.identity import Person, allow
from chassis.web import Door_, Reading
from contracts.values import Money
from services.purchasing.suppliers import handlers, store
from services.purchasing.suppliers.handlers import OfferState, SupplierState
from services.purchasing.suppliers.rules import Offer, Supplier

router = APIRouter(prefix="/api/v1", tags=["suppliers"])
READERS = allow("buyer", "planner", "finance manager", "accountant", "management", "general manager")
RAISERS = ("finance manager", "general manager")
Buyer = Annotated[Person, Depends(allow("buyer"))]
Keeper = Annotated[Person, Depends(allow("buyer", *RAISERS))]
Code = Annotated[str, Path(min_length=1, max_length=64)]


class PutOffer(BaseModel):
    """A supplier's offer: ``agreed_price`` is the budget, ``unit_price`` what he asks now; rank 1 is asked first.

    Once kept, ``agreed_price`` rises or changes its currency only by the finance or the general manager (PUR-3).
    """

    rank: Annotated[int, Field(ge=1)] = 1
    agreed_price: Money
    unit_price: Money
    lead_days: Annotated[int, Field(ge=0)]
    available: bool = True


class SupplierPage(BaseModel):
    """Suppliers, and the cursor of the next page."""

    items: list[SupplierState]
    next: str | None


@router.put("/suppliers/{supplier}", response_model=SupplierState)
async def put_supplier(supplier: Code, asked: Supplier, door: Door_, by: Buyer) -> Response:
    """Keep a supplier, whole (PUR-5)."""
    return await door(handlers.put_suppliers, handlers.PutSupplier(supplier, asked), key=supplier, by=by)


@router.put("/suppliers/{supplier}/items/{item}", response_model=OfferState)
async def put_offer(supplier: Code, item: Code, asked: PutOffer, door: Door_, by: Keeper) -> Response:
    """Keep what a supplier asks for an item; needs that nobody covered are tried anew (PUR-7)."""
    may_raise = not set(RAISERS).isdisjoint(by.roles)
    command = handlers.PutOffer(item, Offer(supplier, **dict(asked)), may_raise)
    return await door(handlers.put_offers, command, key=item, by=by)


@router.get("/suppliers", dependencies=[Depends(READERS)])
async def list_suppliers(
    db: Reading, after: str | None = None, limit: Annotated[int, Query(ge=1, le=500)] = 100
) -> SupplierPage:
    """Suppliers by code."""
    items = [SupplierState(supplier=c, version=v, **dict(s)) for c, v, s in await store.page(db, after, limit)]
    return SupplierPage(items=items, next=items[-1].supplier if len(items) == limit else None)


@router.get("/items/{item}/offers", dependencies=[Depends(READERS)])
async def list_offers(item: Code, db: Reading) -> list[Offer]:
    """Who offers an item, by rank (PUR-7)."""
    return await store.offers(db, item)
