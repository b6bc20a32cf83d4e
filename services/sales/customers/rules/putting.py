"""The masters are put whole; what changes nothing is not published (SAL-15, SAL-25)."""

from __future__ import annotations

from dataclasses import dataclass

from chassis.handling import Step
from contracts.sales import CustomerChanged, ItemChanged
from contracts.value import fields_of, names_of
from services.sales.masters.rules import Customer, CustomerMaster, Item, ItemMaster


@dataclass(frozen=True)
class PutCustomer:
    code: str
    master: CustomerMaster
    own_of: str | None = None
    """Who puts it and may his own customers alone, where the company wants that (ALL-3)."""


@dataclass(frozen=True)
class PutItem:
    code: str
    master: ItemMaster


def put_customer(known: Customer | None, asked: PutCustomer) -> Step[Customer, CustomerChanged]:
    """The customer as asked; the other departments hear of it when their part differs."""
    version = known.version if known else 0
    customer = Customer.having({**fields_of(asked.master), "customer": asked.code, "version": version})
    if known and _shared(customer) == _shared(known):
        return Step(customer)
    customer = customer.but(version=version + 1)
    return Step(customer, (CustomerChanged.having(fields_of(customer)),))


def put_item(known: Item | None, asked: PutItem) -> Step[Item, ItemChanged]:
    """The item as asked; silent when nothing differs."""
    version = known.version if known else 0
    item = Item.having({**fields_of(asked.master), "item": asked.code, "version": version})
    if item == known:
        return Step(item)
    item = item.but(version=version + 1)
    return Step(item, (ItemChanged.having(fields_of(item)),))


def _shared(customer: Customer) -> dict[str, object]:
    """What the other departments hear of a customer."""
    return {name: getattr(customer, name) for name in names_of(CustomerChanged) if hasattr(customer, name)}
