"""Customers and items over HTTP."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Response

from chassis.identity import Person, allow
from chassis.refusal import NotFound
from chassis.web import Door_, Reading
from services.sales.customers import handlers, store
from services.sales.customers.rules import (
    CustomerMaster,
    CustomerState,
    ItemMaster,
    ItemState,
    PutCustomer,
    PutItem,
)

router = APIRouter(prefix="/api/v1", tags=["masters"])
Code = Annotated[str, Path(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$")]
Keeper = Annotated[Person, Depends(allow("merchandiser", "salesperson", "sales manager"))]
Reader = Annotated[
    Person, Depends(allow("merchandiser", "salesperson", "sales manager", "customer service", "management"))
]


@router.put("/customers/{customer}", response_model=CustomerState)
async def put_customer(customer: Code, asked: CustomerMaster, door: Door_, by: Keeper) -> Response:
    """The customer, whole; what is left out takes its default (SAL-15)."""
    return await door(handlers.put_customer, PutCustomer(customer, asked), key=customer, by=by)


@router.get("/customers/{customer}", response_model=CustomerState)
async def get_customer(customer: Code, db: Reading, _: Reader) -> CustomerState:
    known = await store.customers(db, [customer])
    if customer not in known:
        raise NotFound(what="customer", id=customer)
    return known[customer]


@router.put("/items/{item}", response_model=ItemState)
async def put_item(item: Code, asked: ItemMaster, door: Door_, by: Keeper) -> Response:
    """The item, whole; what is left out takes its default (SAL-25)."""
    return await door(handlers.put_item, PutItem(item, asked), key=item, by=by)


@router.get("/items/{item}", response_model=ItemState)
async def get_item(item: Code, db: Reading, _: Reader) -> ItemState:
    known = await store.items(db, [item])
    if item not in known:
        raise NotFound(what="item", id=item)
    return known[item]
