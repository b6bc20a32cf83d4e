"""Customers and items over HTTP."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Response

from chassis.http.identity import Person, allow
from chassis.http.web import Ask, Reading
from chassis.refusal import NotFound
from contracts.scalars import Code
from services.sales.customers import handlers, store
from services.sales.customers.rules import (
    CustomerState,
    ItemState,
    PutCustomer,
    PutItem,
)
from services.sales.entered import EnteredCustomer, EnteredItem

router = APIRouter(prefix="/api/v1", tags=["masters"])
Keeper = Annotated[Person, Depends(allow("merchandiser", "salesperson", "sales manager"))]
Reader = Annotated[
    Person, Depends(allow("merchandiser", "salesperson", "sales manager", "customer service", "management"))
]


@router.put("/customers/{customer}", response_model=CustomerState)
async def put_customer(customer: Code, asked: EnteredCustomer, ask: Ask, by: Keeper) -> Response:
    """The customer, whole; what is left out takes its default (SAL-15)."""
    return await ask(handlers.put_customer, PutCustomer(customer, asked.kept()), key=customer, by=by)


@router.get("/customers/{customer}", response_model=CustomerState)
async def get_customer(customer: Code, db: Reading, _: Reader) -> CustomerState:
    known = await store.customers(db, [customer])
    if customer not in known:
        raise NotFound(what="customer", id=customer)
    return known[customer]


@router.put("/items/{item}", response_model=ItemState)
async def put_item(item: Code, asked: EnteredItem, ask: Ask, by: Keeper) -> Response:
    """The item, whole; what is left out takes its default (SAL-25)."""
    return await ask(handlers.put_item, PutItem(item, asked.kept()), key=item, by=by)


@router.get("/items/{item}", response_model=ItemState)
async def get_item(item: Code, db: Reading, _: Reader) -> ItemState:
    known = await store.items(db, [item])
    if item not in known:
        raise NotFound(what="item", id=item)
    return known[item]
