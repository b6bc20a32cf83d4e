"""Customers and items over HTTP: what passes here can be published to every department and used in every order."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Any

from fastapi import Depends, Query, Response
from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    Field,
    StringConstraints,
    ValidationInfo,
    field_validator,
)
from stdnum import ean

from chassis.http.asked import CurrencyNow
from chassis.http.identity import Person, Role, allow
from chassis.http.router import Router
from chassis.http.web import Ask, Look
from chassis.masked import masked_in, not_masked
from chassis.refusal import NotFound
from contracts.money import AskedQuantity
from contracts.order import Terms
from contracts.scalars import Code, Country, Currency, CustomsCode, Language, Number, Quantity, Reference, Told
from contracts.texts import Expected
from services.sales.customers import handlers
from services.sales.customers.rules.putting import PutCustomer, PutItem
from services.sales.customers.rules.tax_numbers import tax_number
from services.sales.masters import store
from services.sales.masters.rules import (
    Contact,
    Customer,
    CustomerMaster,
    Item,
    ItemMaster,
    ListPrice,
    NamedAddress,
    PriceStep,
)
from services.sales.masters.view import CustomerState, ItemsOfGtin, ItemState, ListPriceState
from services.sales.order.paths import STAFF
from services.sales.order.rules.asked import Incoterm
from services.sales.policy import Grade
from services.sales.staff.view import own_of

router = Router(prefix="/api/v1", tags=["masters"])
Keeper = Annotated[Person, Depends(allow(*STAFF))]
SPEAKS: frozenset[Role] = frozenset({*STAFF, "customer service"})
Reader = Annotated[Person, Depends(allow(*STAFF, "customer service", "management"))]
Scanner = Annotated[Person, Depends(allow(*STAFF, "customer service", "management", "storekeeper", "inspector"))]
PriceKeeper = Annotated[Person, Depends(allow("sales manager"))]
STEPS_MAX = 50
SUBSTITUTES_MAX = 20
Remark = Annotated[str, StringConstraints(strip_whitespace=True, max_length=200)]
TaxNumber = Annotated[str, StringConstraints(strip_whitespace=True, max_length=50)]


def _of_gs1(told: str) -> str:
    if told and not ean.is_valid(told):
        raise Expected("a number of GS1 whose check digit is right")
    return told


Gln = Annotated[str, Field(pattern=r"^(\d{13})?$"), AfterValidator(_of_gs1)]
Gtin = Annotated[str, Field(pattern=r"^(\d{8}|\d{12,14})?$"), AfterValidator(_of_gs1)]
UsualIncoterm = Annotated[Incoterm | None, BeforeValidator(lambda told: told or None)]
Unit = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=20)]


Price = Annotated[Number, Field(gt=0, lt=10**12)]


def _rising(steps: tuple[EnteredStep, ...]) -> tuple[EnteredStep, ...]:
    quantities = [one.quantity for one in steps]
    if not 1 <= len(steps) <= STEPS_MAX or quantities != sorted(set(quantities)):
        raise Expected("1 to {most} steps, each from a larger quantity on than the one before", most=STEPS_MAX)
    return steps


Reached = Annotated[Remark, AfterValidator(not_masked)]


class EnteredContact(BaseModel):
    name: Told
    phone: Reached = ""
    email: Reached = ""
    role: Remark = ""


class EnteredAddress(BaseModel):
    name: Reference
    street: Told
    city: Told
    postal_code: Annotated[str, StringConstraints(strip_whitespace=True, max_length=20)] = ""
    country: Country


def _few(substitutes: tuple[str, ...]) -> tuple[str, ...]:
    if len(substitutes) > SUBSTITUTES_MAX:
        raise Expected("{most} items at most", most=SUBSTITUTES_MAX)
    return substitutes


def _each_once(addresses: tuple[EnteredAddress, ...]) -> tuple[EnteredAddress, ...]:
    if len({one.name for one in addresses}) < len(addresses):
        raise Expected("addresses that each have another name")
    return addresses


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
    """His VAT number with its country before it, or another number of his with the authorities. Form and check digit
    are held against what his country publishes, if it does."""
    gln: Gln = ""
    """His global location number, by which electronic orders call him."""
    incoterm: UsualIncoterm = None
    """By which an order or quotation delivers that names none: a rule of Incoterms 2020 and its place."""
    merchandiser: Code | None = None
    """Who answers for the customer's orders, unless they name somebody (person code)."""
    contacts: tuple[EnteredContact, ...] = ()
    addresses: Annotated[tuple[EnteredAddress, ...], AfterValidator(_each_once)] = ()
    """Where his goods go, each by the name that he calls it."""

    @field_validator("tax_number")
    @classmethod
    def _as_published(cls, told: str, info: ValidationInfo) -> str:
        return tax_number(told, info.data.get("country", ""))

    @property
    def master(self) -> CustomerMaster:
        parts: dict[str, Any] = {
            "contacts": tuple(Contact(**dict(each)) for each in self.contacts),
            "addresses": tuple(NamedAddress(**dict(each)) for each in self.addresses),
            "incoterm": self.incoterm or "",
        }
        return CustomerMaster(**dict(self) | parts)


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
    gtin: Gtin = ""
    """Its global trade item number, by which electronic orders call it."""
    serialised: bool = False
    """Each piece has a serial number of its own: the warehouse names it when it comes, leaves and comes back."""
    substitutes: Annotated[tuple[Code, ...], AfterValidator(_few)] = ()
    """Items that may stand in for it where it lacks, the best first; each is sold at its own price of the list."""

    @property
    def master(self) -> ItemMaster:
        return ItemMaster(**dict(self))


class EnteredStep(BaseModel):
    """From this quantity on a unit costs so much."""

    quantity: AskedQuantity
    price: Price


class EnteredListPrice(BaseModel):
    """What a unit costs by the list, by the quantity sold; below the floor a quotation is signed first."""

    steps: Annotated[tuple[EnteredStep, ...], AfterValidator(_rising)]
    floor: Price


@router.put("/customers/{customer}", response_model=CustomerState)
async def put_customer(customer: Code, asked: EnteredCustomer, ask: Ask, by: Keeper) -> Response:
    """The customer, whole; what is left out takes its default (SAL-15)."""
    put = PutCustomer(customer, asked.master, own_of(by))
    return await ask(handlers.put_customer, put, key=customer, by=by)


@router.get("/customers/{customer}", response_model=CustomerState)
async def get_customer(customer: Code, db: Look, by: Reader) -> Customer:
    """The customer; phones and mail addresses whole for who speaks with him (SAL-15, ALL-3)."""
    known = await store.load(db, Customer, [customer])
    if customer not in known:
        raise NotFound(what="customer", id=customer)
    return masked_in(known[customer]) if SPEAKS.isdisjoint(by.roles) else known[customer]


@router.put("/items/{item}", response_model=ItemState)
async def put_item(item: Code, asked: EnteredItem, ask: Ask, by: Keeper) -> Response:
    """The item, whole; what is left out takes its default (SAL-25)."""
    return await ask(handlers.put_item, PutItem(item, asked.master), key=item, by=by)


@router.put("/items/{item}/prices/{currency}", response_model=ListPriceState)
async def put_list_price(
    item: Code, currency: CurrencyNow, asked: EnteredListPrice, ask: Ask, by: PriceKeeper
) -> Response:
    """What an item costs by the list in a currency, and the floor below which somebody signs (SAL-1, SAL-25)."""
    steps = tuple(PriceStep(quantity=one.quantity, price=one.price) for one in asked.steps)
    body = ListPrice(item=item, currency=currency, steps=steps, floor=asked.floor)
    return await ask(handlers.put_list_price, body, key=item, by=by)


@router.get("/items/{item}/prices/{currency}", response_model=ListPriceState)
async def get_list_price(item: Code, currency: Currency, db: Look, _: Reader) -> ListPrice:
    known = await store.prices(db, [(item, currency)])
    if not known:
        raise NotFound(what="list price", id=f"{item} {currency}")
    return known[item, currency]


@router.get("/items")
async def find_items(db: Look, _: Scanner, gtin: Annotated[str, Query(pattern=r"^(\d{8}|\d{12,14})$")]) -> ItemsOfGtin:
    """What we call an item whose barcode somebody reads (SAL-25, NOT-17)."""
    return ItemsOfGtin(items=await store.items_of(db, gtin))


@router.get("/items/{item}", response_model=ItemState)
async def get_item(item: Code, db: Look, _: Reader) -> Item:
    known = await store.load(db, Item, [item])
    if item not in known:
        raise NotFound(what="item", id=item)
    return known[item]
