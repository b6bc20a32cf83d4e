"""What the paths of logistics name, by id or by number, and who asks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Final
from uuid import UUID

from fastapi import Depends

from chassis.handling import Reading, Subject, Subjects
from chassis.http.identity import Person, allow
from chassis.http.named import named
from contracts.value import fields_of
from services.logistics.shipment import store
from services.logistics.shipment.rules.shipment import Shipment

ShipmentId = Annotated[UUID, named("shipment", "shipment_id", store.numbered)]
"""A shipment by its id or as SH-2026-000123."""
Clerk = Annotated[Person, Depends(allow("logistics clerk"))]
ClerkOrCarrier = Annotated[Person, Depends(allow("logistics clerk", "carrier"))]
READERS: Final = ("logistics clerk", "carrier", "merchandiser", "sales manager", "customer service", "management")
"""Who may see shipments; a carrier its own only."""
Reader = Annotated[Person, Depends(allow(*READERS))]


def as_carrier(by: Person) -> str | None:
    """The carrier that asks; None when it is our own clerk or reader."""
    return by.code if set(by.roles) & set(READERS) == {"carrier"} else None


async def _of_orders(db: Reading, orders: Sequence[UUID]) -> list[Subject]:
    return [_subject(shipment) for shipment in await store.of_orders(db, orders)]


async def _under_way(db: Reading, after: UUID | None, limit: int) -> list[Subject]:
    return [_subject(shipment) for shipment in await store.under_way(db, after, limit)]


def _subject(shipment: Shipment) -> Subject:
    id_ = shipment.shipment_id
    return Subject("shipment", id_, shipment.number, {"shipment_id": id_}, fields_of(shipment))


SUBJECTS = Subjects(_of_orders, _under_way)
"""What people do something with."""
