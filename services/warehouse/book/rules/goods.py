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
    not inspected yet, or rejected. Of what is on hand ``in_quants`` lies at its other ``places`` or is of a lot, of
    that ``past`` is past its date or recalled; what is ``in_transit`` between two places is not on hand.
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
    in_quants: Decimal = ZERO
    in_transit: Decimal = ZERO
    past: Decimal = ZERO

    @property
    def unpromised(self) -> Decimal:
        """What may be dealt: not reserved, not past its date, not recalled."""
        return max(ZERO, self.on_hand - self.reserved - self.past)

    @property
    def free(self) -> Decimal:
        return max(ZERO, self.unpromised - self.held)

    @property
    def loose(self) -> Decimal:
        """At its own place, and of no lot."""
        return self.on_hand - self.in_quants

    @property
    def cover(self) -> Cover:
        return Cover(item=self.item, cover_version=self.cover_version, total=self.lacking, received=self.received)


Kind = Literal[
    "opening", "receipt", "dispatch", "return", "scrap", "adjustment", "quarantine", "rma", "transfer", "packing"
]


@dataclass(frozen=True)
class Movement:
    """One change of what is on hand (``quantity``), in quarantine (``quarantined``) and on its way between two places
    (``in_transit``), all signed.

    ``inspection`` by which goods became free, if any. ``place``: empty at the item's own. ``lot``: the receipt with
    which they came, if it is kept apart.
    """

    item: str
    kind: Kind
    quantity: Decimal
    reference: str
    reason: str
    at: datetime
    inspection: str = ""
    quarantined: Decimal = ZERO
    place: str = ""
    in_transit: Decimal = ZERO
    lot: str = ""
    expires_on: date | None = None


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
    """What was counted at the dock against a purchase; ``quarantined`` waits for its inspection.

    ``lot`` is what the supplier calls it, ``origin`` where it was made (ISO 3166-1 alpha-2); ``place`` where it is put
    away, empty at the item's own.
    """

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
    lot: str = ""
    expires_on: date | None = None
    origin: str = ""
    place: str = ""

    @property
    def kept_as(self) -> str:
        """The lot's own number, when its goods are kept apart: one of the supplier's may come in several receipts."""
        return self.number if self.lot or self.expires_on or self.origin else ""

    @property
    def good(self) -> Decimal:
        """What was counted as good: it is accepted, or waits for the inspection that says so."""
        return self.accepted + self.quarantined
