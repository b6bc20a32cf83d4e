"""What sales keeps of customers and items. What is kept can be read, whatever was taken once: the room checks more."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Annotated

from pydantic import Field

from chassis.sealed import Sealed
from contracts.order import Address, Terms
from contracts.rates import Rates
from contracts.value import Value
from services.sales.contract.rules.document import SalesContract
from services.sales.inquiry.rules import Inquiry, reached
from services.sales.policy import Grade
from services.sales.sample.rules import Sample

Units = Mapping[str, str]
"""The unit of each known item."""


class Contact(Value):
    """A person at the customer; never leaves sales."""

    name: str
    phone: str = ""
    email: str = ""
    role: str = ""


class NamedAddress(Address):
    """Where goods go, as the customer calls it: a plant, a warehouse, or its global location number."""

    name: str


class CustomerMaster(Value):
    """What is agreed with a customer."""

    name: str
    grade: Grade
    country: str
    currency: str
    language: str = "en"
    terms: Terms
    credit_limit: Annotated[Decimal, Field(ge=0)]
    """In the customer's currency."""
    active: bool = True
    tax_number: str = ""
    gln: str = ""
    """His global location number, by which electronic orders call him (GS1)."""
    incoterm: str = ""
    """His usual rule of Incoterms 2020 with its place, which an order or quotation takes that names none."""
    merchandiser: str | None = None
    """Who answers for the customer's orders, unless they name somebody (person code)."""
    contacts: Sealed[tuple[Contact, ...]] = ()
    addresses: Sealed[tuple[NamedAddress, ...]] = ()


class Customer(CustomerMaster):
    customer: str
    version: int


class ItemMaster(Value):
    """What is sold."""

    name: str
    unit: str = "pcs"
    weight_kg: Annotated[Decimal, Field(ge=0)] = Decimal(0)
    volume_m3: Annotated[Decimal, Field(ge=0)] = Decimal(0)
    critical: bool = False
    discontinued: bool = False
    customs_code: str = ""
    origin: str | None = None
    gtin: str = ""
    """Its global trade item number, by which electronic orders call it (GS1)."""
    serialised: bool = False
    """Each piece has a serial number, which the warehouse names (WHS-1)."""
    substitutes: tuple[str, ...] = ()
    """Items that may stand in for it, the best first (SAL-10)."""


class Item(ItemMaster):
    item: str
    version: int


class PriceStep(Value):
    """From ``quantity`` on a unit costs ``price``."""

    quantity: Decimal
    price: Decimal


class ListPrice(Value):
    """What an item costs by the list in a currency, and the price below which a quotation is signed first."""

    item: str
    currency: str
    steps: tuple[PriceStep, ...]
    floor: Decimal

    def price(self, quantity: Decimal) -> Decimal | None:
        """Of a unit, where so many are sold; None for fewer than the list sells."""
        step = reached(self.steps, quantity)
        return step.price if step else None


@dataclass(frozen=True)
class Masters:
    """What is known of one order's customer, and of the items that were asked about those that are known."""

    customer: Customer | None
    items: Units
    rates: Rates = field(default_factory=dict, kw_only=True)
    """What finance says that currencies are worth."""
    taken: int = field(default=0, kw_only=True)
    """How many orders the customer took in whole until now; 100 at most."""
    floors: Mapping[tuple[str, str], Decimal] = field(default_factory=dict, kw_only=True)
    """By item and currency, of the items that were asked about: the price below which somebody signs."""
    quoted: Mapping[str, Inquiry] = field(default_factory=dict, kw_only=True)
    """By the number of each quotation that was asked for, the inquiry that it answers."""
    contracts: Mapping[str, SalesContract] = field(default_factory=dict, kw_only=True)
    """Those that were asked for, by number."""
    samples: Mapping[str, Sample] = field(default_factory=dict, kw_only=True)
    """Those that were asked for, by number; locked."""

    @property
    def grade(self) -> Grade:
        """A customer whom nobody knows counts least."""
        return self.customer.grade if self.customer else "C"
