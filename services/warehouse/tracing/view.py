"""A lot and where it went, as people see it."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from pydantic import BaseModel

from services.warehouse.book.rules.serials import Stands


class Delivered(BaseModel):
    """So many of a lot left with a shipment; ``receipt`` is our number of the lot, ``lot`` its supplier's."""

    receipt: str
    lot: str
    item: str
    supplier: str | None
    expires_on: date | None
    origin: str
    quantity: Decimal
    slip_number: str
    at: datetime
    shipment_id: UUID | None
    order_id: UUID | None
    order_number: str | None
    customer: str | None


class Went(BaseModel):
    """A shipment in whose packages a piece was; ``state`` says whether it left. ``came_back``: no more with it."""

    shipment_id: UUID
    state: str
    slip_number: str
    order_id: UUID
    order_number: str | None
    customer: str | None
    came_back: bool


class Piece(BaseModel):
    """A piece by its serial number: where it is now, with which receipt, lot and purchase it came, to whom it went.

    Without ``receipt`` it was here before it had a name. ``place``: where it lies, empty where nobody knows, or it is
    not in stock; ``transfer``: with which it is on its way between two places.
    """

    item: str
    serial: str
    stands: Stands
    receipt: str
    lot: str
    supplier: str
    purchase: str
    received_on: date | None
    expires_on: date | None
    origin: str
    inspection: str
    place: str
    transfer: str
    went: list[Went]


class SerialTrace(BaseModel):
    """Two items may bear the same serial number: all that do."""

    pieces: list[Piece]


class Trace(BaseModel):
    """All of it: a recall that leaves one out is none."""

    delivered: list[Delivered]
