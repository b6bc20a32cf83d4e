"""The masters as somebody enters them: what passes here can be said to every department and used in every order."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated

from pydantic import Field, StringConstraints

from chassis.http.asked import CurrencyNow
from contracts.money import AskedQuantity
from contracts.scalars import Code, Country, Quantity, Told
from services.sales.customers.rules import Contact, CustomerMaster, ItemMaster

Note = Annotated[str, StringConstraints(strip_whitespace=True, max_length=200)]
Unit = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=20)]
Language = Annotated[
    str, StringConstraints(strip_whitespace=True, pattern=r"^[A-Za-z]{2,3}([-_][A-Za-z0-9]{2,8}){0,3}$")
]
"""Of BCP 47: zh, en, pt-BR."""


class EnteredContact(Contact):
    name: Told
    phone: Note = ""
    email: Note = ""
    role: Note = ""


class EnteredCustomer(CustomerMaster):
    """What is agreed with a customer from now on."""

    name: Told
    country: Country
    currency: CurrencyNow
    language: Language = "en"
    credit_limit: Annotated[Quantity, Field(lt=10**15)]
    """In the customer's currency."""
    merchandiser: Code | None = None
    """Who answers for the customer's orders, unless they name somebody (person code)."""
    contacts: tuple[EnteredContact, ...] = ()

    def kept(self) -> CustomerMaster:
        return CustomerMaster.model_validate(self.model_dump())


class EnteredItem(ItemMaster):
    """What is sold from now on."""

    name: Told
    unit: Unit = "pcs"
    weight_kg: AskedQuantity = Decimal(0)
    volume_m3: AskedQuantity = Decimal(0)

    def kept(self) -> ItemMaster:
        return ItemMaster.model_validate(self.model_dump())
