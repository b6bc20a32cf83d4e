"""The masters are put whole; what changes nothing is not published (SAL-15, SAL-25)."""

from __future__ import annotations

from dataclasses import dataclass

from chassis.handling import Step
from contracts.sales import CustomerChanged, ItemChanged
from services.sales.masters.rules import Customer, CustomerMaster, Item, ItemMaster


@dataclass(frozen=True)
class PutCustomer:
    code: str
    master: CustomerMaster


@dataclass(frozen=True)
class PutItem:
    code: str
    master: ItemMaster


def put_customer(known: Customer | None, asked: PutCustomer) -> Step[Customer, CustomerChanged]:
    """The customer as asked; the other departments hear of it when their part differs."""
    version = known.version if known else 0
    customer = Customer.model_validate({**dict(asked.master), "customer": asked.code, "version": version})
    if known and _shared(customer) == _shared(known):
        return Step(customer)
    customer = customer.model_copy(update={"version": version + 1})
    return Step(customer, (CustomerChanged.model_validate(dict(customer)),))


def put_item(known: Item | None, asked: PutItem) -> Step[Item, ItemChanged]:
    """The item as asked; silent when nothing differs."""
    version = known.version if known else 0
    item = Item.model_validate({**dict(asked.master), "item": asked.code, "version": version})
    if item == known:
        return Step(item)
    item = item.model_copy(update={"version": version + 1})
    return Step(item, (ItemChanged.model_validate(dict(item)),))


def _shared(customer: Customer) -> dict[str, object]:
    """What the other departments hear of a customer."""
    return {name: value for name, value in customer if name in CustomerChanged.model_fields}
