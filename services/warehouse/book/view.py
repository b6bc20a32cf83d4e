"""What people see of the book: shelves, shipments, purchases and receipts."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Self
from uuid import UUID

from pydantic import BaseModel

from chassis.http.page import Page
from contracts.order import Package
from services.warehouse.book.rules.demand import Pick, Shipment
from services.warehouse.book.rules.goods import Purchase, Receipt, Shelf
from services.warehouse.book.rules.inspection import number_of


class StockState(BaseModel):
    """One item's stock: what is there, promised, held for those who wait, past its date, free, in quarantine, between
    two places, lacking and on order; its own place and the others."""

    item: str
    place: str
    places: list[str]
    on_hand: Decimal
    reserved: Decimal
    held: Decimal
    past: Decimal
    free: Decimal
    quarantine: Decimal
    in_transit: Decimal
    lacking: Decimal
    on_order: Decimal
    reorder_point: Decimal
    safety_stock: Decimal
    low: bool
    cover_version: int
    counted: bool
    discontinued: bool

    @classmethod
    def of(cls, shelf: Shelf) -> StockState:
        return cls.model_validate(shelf, from_attributes=True)


class Shelves(Page[StockState, str]):
    """A page of shelves; ``next`` is the cursor of the page after it."""


class LyingState(BaseModel):
    """How many of an item lie at a place; ``lot`` is the receipt with which they came, if they are kept apart."""

    place: str
    lot: str = ""
    expires_on: date | None = None
    quantity: Decimal


class MovementState(BaseModel):
    """One change of what is on hand."""

    kind: str
    quantity: Decimal
    reference: str
    reason: str
    at: datetime
    inspection: str
    quarantined: Decimal
    place: str
    lot: str
    in_transit: Decimal


class LineState(BaseModel):
    """How much of an order line a shipment holds, and how much of it came back."""

    line: int
    item: str
    quantity: Decimal
    returned: Decimal


class ShipmentState(BaseModel):
    """A shipment as the warehouse knows it."""

    shipment_id: UUID
    order_id: UUID
    order_version: int
    state: str
    slip_number: str
    lines: list[LineState]

    @classmethod
    def of(cls, shipment: Shipment, **more: Any) -> Self:
        known = asdict(shipment)
        return cls(lines=known.pop("parts"), **known, **more)


class PackedState(ShipmentState):
    """A shipment with its sales slip, and the packages that it went into; none before it is packed."""

    packages: list[Package]
    sales_slip: str
    picks: list[Pick]


class Shipments(Page[PackedState]):
    """A page of shipments; ``next`` is the cursor of the page after it."""


class PurchaseState(BaseModel):
    """What a supplier still owes the dock."""

    purchase_id: UUID
    number: str
    item: str
    supplier: str
    ordered: Decimal
    accepted: Decimal
    rejected: Decimal
    cancelled: Decimal
    outstanding: Decimal


class Purchases(Page[PurchaseState]):
    """A page of purchases; ``next`` is the cursor of the page after it."""


class ReceiptState(BaseModel):
    """A receipt, and what is outstanding after it. ``quarantined`` waits for the inspection ``inspected_by``."""

    number: str
    purchase_id: UUID
    item: str
    accepted: Decimal
    rejected: Decimal
    outstanding: Decimal
    inspection: str
    delivery_note: str
    received_on: date | None
    quarantined: Decimal
    lot: str
    expires_on: date | None
    origin: str
    inspected_by: str
    place: str = ""

    @classmethod
    def of(cls, receipt: Receipt, purchase: Purchase) -> ReceiptState:
        opened = number_of(receipt.number) if receipt.quarantined else ""
        return cls(**asdict(receipt), outstanding=purchase.outstanding, inspected_by=opened)
