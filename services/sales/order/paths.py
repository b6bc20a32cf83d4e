"""Who may see and touch orders, and what the paths of sales name, by id or by number."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Annotated
from uuid import UUID

from chassis.handling import Reading, Subject, Subjects
from chassis.http.identity import Person, Role
from chassis.http.named import named
from chassis.refusal import NotFound
from contracts.value import fields_of
from services.sales.order import store
from services.sales.order.rules.alternatives import foreseen
from services.sales.order.rules.document import Order

STAFF: tuple[Role, ...] = ("merchandiser", "salesperson", "sales manager")
DECIDERS: tuple[Role, ...] = ("merchandiser", "sales manager")
OFFICE: tuple[Role, ...] = (
    "customer service", "service supervisor", "management", "general manager", "accountant", "finance manager",
)  # fmt: skip
READERS: tuple[Role, ...] = (*STAFF, *OFFICE, "customer")

OrderId = Annotated[UUID, named("order", "order_id", store.numbered)]
"""An order by its id or as SO-2026-000123."""
ShipmentId = Annotated[UUID, named("shipment", "shipment_id", store.with_slip)]
"""A shipment of the path's order, which stands before it; by its id or its sales slip, SS-2026-000123."""


def only_customer(by: Person) -> str | None:
    """The customer code of a person who is nothing but a customer: he sees and touches his own orders only (ALL-3)."""
    return by.only("customer", (*STAFF, *OFFICE)) or None


def whose(by: Person, customer: str | None) -> str | None:
    """Whose documents a list shows: a customer's own alone, else those of whom is asked for, None for all.

    Raises NotFound where a customer asks for another's.
    """
    only = only_customer(by)
    if only is not None and customer not in (None, only):
        raise NotFound(what="customer", id=customer)
    return only or customer


async def _of_orders(db: Reading, orders: Sequence[UUID]) -> Sequence[Subject]:
    return [subject for order in await store.seen(db, orders) for subject in _subjects(order)]


async def _waiting(db: Reading, after: UUID | None, limit: int) -> Sequence[Subject]:
    orders = await store.find_with_merchandiser(db, after, limit)
    return [subject for order in orders for subject in _subjects(order)]


def _subjects(order: Order) -> Iterator[Subject]:
    """The order, and each of its shipments."""
    named = {"order_id": order.order_id}
    known = order.alternatives
    offered = {
        "offer": known.offer if known else None,
        "alternatives": [fields_of(one) for one in foreseen(order.delay, order.proposed)],
    }
    says = {**fields_of(order.content), **fields_of(order), **offered}
    yield Subject("order", order.order_id, order.content.number, named, says)
    for shipment_id, shipment in order.shipments.items():
        name = shipment.slip_number or order.content.number
        yield Subject("shipment", shipment_id, name, {**named, "shipment_id": shipment_id}, {})


SUBJECTS = Subjects(_of_orders, _waiting)
"""What people do something with."""
