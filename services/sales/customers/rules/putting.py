"""The masters are put whole; what changes nothing is not published (SAL-15, SAL-25)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from chassis.handling import Step
from chassis.refusal import InvalidInput
from contracts.sales import CustomerChanged, ItemChanged
from contracts.texts import Text
from contracts.value import fields_of, names_of
from services.sales.masters.rules import Customer, CustomerMaster, Item, ItemMaster, Units


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


def misfit(asked: PutItem, units: Units) -> InvalidInput | None:
    """What is named to stand in for an item and cannot; ``units`` of those named that there are (SAL-10)."""
    faults = [fault for nth in range(len(asked.master.substitutes)) for fault in _faults(asked, nth, units)]
    return InvalidInput(faults) if faults else None


def _faults(asked: PutItem, nth: int, units: Units) -> Iterator[dict[str, Any]]:
    named, unit = asked.master.substitutes, asked.master.unit
    came, expected = named[nth], None
    if came == asked.code:
        expected = Text("another item than {item} itself", item=asked.code)
    elif came in named[:nth]:
        expected = Text("each item once")
    elif came not in units:
        expected = Text("an item of the item master")
    elif units[came] != unit:
        expected = Text("an item that is counted in {unit}, as {item} is", unit=unit, item=asked.code)
    if expected:
        yield {"field": f"substitutes.{nth}", "expected": expected, "came": came}


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
