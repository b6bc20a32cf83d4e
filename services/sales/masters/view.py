"""What people see of the masters: all of them."""

from __future__ import annotations

from pydantic import BaseModel

from services.sales.masters.rules import Customer, Item, ListPrice


class CustomerState(Customer): ...


class ItemState(Item): ...


class ItemsOfGtin(BaseModel):
    """The codes of those that bear a global trade item number; none where we sell nothing under it."""

    items: tuple[str, ...]


class ListPriceState(ListPrice): ...
