"""Goods on the shelves and on their way here, and what was counted of them (WHS-1, WHS-3)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Literal
from uuid import UUID

from contracts.supply import Cover

ZERO = Decimal(0)


@dataclass(slots=True)
class Shelf:
    """One item's stock. ``held`` is set aside for orders that wait for more; ``stated`` is the total last said,
    ``received`` all that ever came of purchases. ``quarantine`` is here, and not on hand:
    not inspected yet, or rejected. Of what is on hand ``elsewhere`` lies at its other ``places``; what is
    ``in_transit`` between two of them is not on hand.
    """

    item: str
    place: str = ""
    counted: bool = False
    on_hand: Decimal = ZERO
    reserved: Decimal = ZERO
    held: Decimal = ZERO
    lacking: Decimal = ZERO
    cover_version: int = 0
    on_order: Decimal = ZERO
    reorder_point: Decimal = ZERO
    safety_stock: Decimal = ZERO
    low: bool = False
    low_version: int = 0
    discontinued: bool = False
    stated: Decimal = ZERO
    received: Decimal = ZERO
    quarantine: Decimal = ZERO
    places: tuple[str, ...] = ()
    elsewhere: Decimal = ZERO
    in_transit: Decimal = ZERO

    @property
    def free(self) -> Decimal:
        return self.on_hand - self.reserved - self.held

    @property
    def at_own_place(self) -> Decimal:
        return self.on_hand - self.elsewhere

    @property
    def cover(self) -> Cover:
        return Cover(item=self.item, cover_version=self.cover_version, total=self.lacking, received=self.received)


@dataclass(frozen=True)
class Movement:
    """One change of what is on hand (``quantity``), in quarantine (``quarantined``) and on its way between two places
    (``in_transit``), all signed.

    ``inspection`` by which goods became free, if any. ``place``: empty at the item's own.
    """

    item: str
    kind: Literal["opening", "receipt", "dispatch", "return", "scrap", "adjustment", "quarantine", "rma", "transfer"]
    quantity: Decimal
    reference: str
    reason: str
    at: datetime
    inspection: str = ""
    quarantined: Decimal = ZERO
    place: str = ""
    in_transit: Decimal = ZERO


@dataclass(slots=True)
class Purchase:
    """What a supplier owes the dock; ``inspecting`` of it came and has no verdict yet."""

    purchase_id: UUID
    number: str
    item: str
    supplier: str
    ordered: Decimal
    accepted: Decimal = ZERO
    rejected: Decimal = ZERO
    cancelled: Decimal = ZERO
    orders: tuple[UUID, ...] = ()
    inspecting: Decimal = ZERO

    @property
    def outstanding(self) -> Decimal:
        """Ordered less accepted less cancelled; over-delivery leaves nothing outstanding."""
        return max(ZERO, self.ordered - self.accepted - self.cancelled)


@dataclass(frozen=True)
class Receipt:
    """What was counted at the dock against a purchase; ``quarantined`` waits for its inspection."""

    number: str
    purchase_id: UUID
    item: str
    accepted: Decimal
    rejected: Decimal
    inspection: str
    at: datetime
    received_on: date | None = None
    delivery_note: str = ""
    quarantined: Decimal = ZERO

    @property
    def good(self) -> Decimal:
        """What was counted as good: it is accepted, or waits for the inspection that says so."""
        return self.accepted + self.quarantined
