"""The masters: a change that changes nothing says nothing (SAL-15, SAL-25)."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from pydantic import Field

from contracts.event import Value
from contracts.order import Terms
from contracts.sales import CustomerChanged, ItemChanged
from services.sales.policy import Grade


class Contact(Value):
    """A person at the customer; never leaves sales."""

    name: str
    phone: str = ""
    email: str = ""
    role: str = ""


class CustomerMaster(Value):
    """What sales keeps of a customer. What is kept can be read, whatever was taken once: ``entered.py`` checks more."""

    name: str
    grade: Grade
    country: str
    currency: str
    language: str = "en"
    terms: Terms
    credit_limit: Decimal = Field(ge=0)
    """In the customer's currency."""
    active: bool = True
    merchandiser: str | None = None
    """Who answers for the customer's orders, unless they name somebody (person code)."""
    contacts: tuple[Contact, ...] = ()


class CustomerState(CustomerMaster):
    customer: str
    version: int


class ItemMaster(Value):
    """What sales keeps of an item."""

    name: str
    unit: str = "pcs"
    weight_kg: Decimal = Field(ge=0, default=Decimal(0))
    volume_m3: Decimal = Field(ge=0, default=Decimal(0))
    critical: bool = False
    discontinued: bool = False


class ItemState(ItemMaster):
    item: str
    version: int


@dataclass(frozen=True)
class PutCustomer:
    customer: str
    master: CustomerMaster


@dataclass(frozen=True)
class PutItem:
    item: str
    master: ItemMaster


def put_customer(known: CustomerState | None, asked: PutCustomer) -> tuple[CustomerState, tuple[CustomerChanged, ...]]:
    """The customer as asked; the other departments hear of it when their part differs."""
    state = CustomerState.model_validate({**dict(asked.master), "customer": asked.customer, "version": 1})
    if known is None:
        return state, (_customer_changed(state),)
    state = state.model_copy(update={"version": known.version})
    if _shared(state) == _shared(known):
        return state, ()
    state = state.model_copy(update={"version": known.version + 1})
    return state, (_customer_changed(state),)


def put_item(known: ItemState | None, asked: PutItem) -> tuple[ItemState, tuple[ItemChanged, ...]]:
    """The item as asked; silent when nothing differs."""
    version = known.version if known else 1
    state = ItemState.model_validate({**dict(asked.master), "item": asked.item, "version": version})
    if known == state:
        return state, ()
    if known:
        state = state.model_copy(update={"version": version + 1})
    return state, (ItemChanged.model_validate(dict(state)),)


def _shared(state: CustomerState) -> dict[str, object]:
    """What the other departments hear of a customer."""
    return {name: value for name, value in state if name in CustomerChanged.model_fields}


def _customer_changed(state: CustomerState) -> CustomerChanged:
    return CustomerChanged.model_validate(dict(state))
