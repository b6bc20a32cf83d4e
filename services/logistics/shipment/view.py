"""A shipment as people see it."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from pydantic import BaseModel

from contracts.scalars import Mode
from contracts.texts import Text
from contracts.value import fields_of
from services.logistics.shipment.rules.shipment import Correction, Failure, Shipment


class ShipmentState(BaseModel):
    """A shipment as the outside sees it."""

    id: UUID
    number: str
    order_id: UUID
    order_version: int
    customer: str
    country: str
    state: str
    promised: date | None
    expected: date | None
    carrier: str | None
    mode: Mode | None
    tracking: str | None
    delivered_at: datetime | None
    proof: str | None
    dispatched_on: date | None
    corrections: list[Correction]
    due: date | None
    failures: list[Failure]
    told_at: datetime | None
    lacks: tuple[Text, ...] = ()
    """What its customs data lack, where goods leave all the same; told by the dispatch alone (LOG-8)."""


def state_of(shipment: Shipment) -> ShipmentState:
    return ShipmentState(id=shipment.shipment_id, **fields_of(shipment))
