"""Who may see and touch orders, and what the paths of sales name, by id or by number."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from chassis.http.identity import Person, Role
from chassis.http.named import named
from services.sales.order import store

STAFF: tuple[Role, ...] = ("merchandiser", "salesperson", "sales manager")
DECIDERS: tuple[Role, ...] = ("merchandiser", "sales manager")
OFFICE: tuple[Role, ...] = ("customer service", "management", "general manager", "accountant", "finance manager")
READERS: tuple[Role, ...] = (*STAFF, *OFFICE, "customer")

OrderId = Annotated[UUID, named("order", "order_id", store.numbered)]
"""An order by its id or as SO-2026-000123."""
ShipmentId = Annotated[UUID, named("shipment", "shipment_id", store.with_slip)]
"""A shipment of the path's order, which stands before it; by its id or its sales slip, SS-2026-000123."""


def only_customer(by: Person) -> str | None:
    """The customer code of a person who is nothing but a customer: he sees and touches his own orders only (ALL-3)."""
    return by.code if "customer" in by.roles and not set(by.roles) & {*STAFF, *OFFICE} else None
