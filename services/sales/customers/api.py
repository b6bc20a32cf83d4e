"""Customers and items over HTTP: what passes here can be published to every department and used in every order."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated

from fastapi import APIRouter, Depends, Response
from pydantic import BaseModel, Field, StringConstraints

from chassis.http.asked import CurrencyNow
from chassis.http.identity import Person, allow
from chassis.http.web import Ask, Look
from chassis.refusal import NotFound
from contracts.money import AskedQuantity
from contracts.order import Terms
from contracts.scalars import Code, Country, CustomsCode, Quantity, Told
from services.sales.customers import handlers
from services.sales.customers.rules import PutCustomer, PutItem
from services.sales.masters import store
from services.sales.masters.rules import Contact, Customer, CustomerMaster, Item, ItemMaster
from services.sales.masters.view import CustomerState, ItemState
from services.sales.order.paths import STAFF
from services.sales.policy import Grade

router = APIRouter(prefix="/api/v1", tags=["masters"])
Keeper = Annotated[Person, Depends(allow(*STAFF))]
Reader = Annotated[Person, Depends(allow(*STAFF, "customer service", "management"))]
Remark = Annotated[str, StringConstraints(strip_whitespace=True, max_length=200)]
TaxNumber = Annotated[str, StringConstraints(strip_whitespace=True, max_length=50)]
Unit = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=20)]
Language = Annotated[
    str, StringConstraints(strip_whitespace=True, pattern=r"^[A-Za-z]{2,3}([-_][A-Za-z0-9]{2,8}){0,3}$")
]
"""Of BCP 47: zh, en, pt-BR."""


class EnteredContact(BaseModel):
    name: Told
    phone: Remark = ""
    email: Remark = ""
    role: Remark = ""


class EnteredCustomer(BaseModel):
    """What is agreed with a customer from now on."""

    name: Told
    grade: Grade
    country: Country
    currency: CurrencyNow
    language: Language = "en"
    terms: Terms
    credit_limit: Annotated[Quantity, Field(lt=10**15)]
    """In the customer's currency."""
    active: bool = True
    tax_number: TaxNumber = ""
    """His VAT number with its country before it, or another number of his with the authorities."""
    merchandiser: Code | None = None
    """Who answers for the customer's orders, unless they name somebody (person code)."""
    contacts: tuple[EnteredContact, ...] = ()

    @property
    def master(self) -> CustomerMaster:
        contacts = tuple(Contact(**dict(each)) for each in self.contacts)
        return CustomerMaster(**dict(self) | {"contacts": contacts})


class EnteredItem(BaseModel):
    """What is sold from now on."""

    name: Told
    unit: Unit = "pcs"
    weight_kg: AskedQuantity = Decimal(0)
    volume_m3: AskedQuantity = Decimal(0)
    critical: bool = False
    discontinued: bool = False
    customs_code: CustomsCode = ""
    """Its number in the Harmonized System or a national tariff."""
    origin: Country | None = None
    """The country that it was made in."""

    @property
    def master(self) -> ItemMaster:
        return ItemMaster(**dict(self))


@router.put("/customers/{customer}", response_model=CustomerState)
async def put_customer(customer: Code, asked: EnteredCustomer, ask: Ask, by: Keeper) -> Response:
    """The customer, whole; what is left out takes its default (SAL-15)."""
    return await ask(handlers.put_customer, PutCustomer(customer, asked.master), key=customer, by=by)


@router.get("/customers/{customer}", response_model=CustomerState)
async def get_customer(customer: Code, db: Look, _: Reader) -> Customer:
    known = await store.load(db, Customer, [customer])
    if customer not in known:
        raise NotFound(what="customer", id=customer)
    return known[customer]


@router.put("/items/{item}", response_model=ItemState)
async def put_item(item: Code, asked: EnteredItem, ask: Ask, by: Keeper) -> Response:
    """The item, whole; what is left out takes its default (SAL-25)."""
    return await ask(handlers.put_item, PutItem(item, asked.master), key=item, by=by)


@router.get("/items/{item}", response_model=ItemState)
async def get_item(item: Code, db: Look, _: Reader) -> Item:
    known = await store.load(db, Item, [item])
    if item not in known:
        raise NotFound(what="item", id=item)
    return known[item]
