"""What people see of the masters: all of them."""

from __future__ import annotations

from services.sales.masters.rules import Customer, Item, ListPrice


class CustomerState(Customer): ...


class ItemState(Item): ...


class ListPriceState(ListPrice): ...
