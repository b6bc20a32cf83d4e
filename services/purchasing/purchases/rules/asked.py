"""What suppliers and buyers ask of a purchase. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from uuid import UUID


@dataclass(frozen=True)
class OfPurchase:
    """``supplier``: who asks, when it is a supplier himself; he reaches his own purchases only (ALL-3)."""

    supplier: str = field(default="", kw_only=True)
    purchase_id: UUID


@dataclass(frozen=True)
class Confirm(OfPurchase):
    """The supplier promises to deliver on a date (PUR-4)."""

    promised_on: date


@dataclass(frozen=True)
class Delay(OfPurchase):
    """The supplier names another date (PUR-4)."""

    promised_on: date
    reason: str


@dataclass(frozen=True)
class Decline(OfPurchase):
    """The supplier cannot deliver what is outstanding (PUR-7)."""

    reason: str


@dataclass(frozen=True)
class AgreeCancel(OfPurchase):
    """The supplier agrees to what he was asked to cancel."""


@dataclass(frozen=True)
class RefuseCancel(OfPurchase):
    """The supplier does not agree; the purchase is kept for stock."""


@dataclass(frozen=True)
class Redeliver(OfPurchase):
    """The supplier delivers again what was refused at the dock (WHS-4, WHS-5)."""

    promised_on: date


@dataclass(frozen=True)
class GiveUp(OfPurchase):
    """A quantity will not be delivered any more (WHS-4, WHS-5)."""

    quantity: Decimal
    reason: str


@dataclass(frozen=True)
class Switch(OfPurchase):
    """What its supplier brings too late is bought of the next one who is sooner (PUR-7)."""

    reason: str


@dataclass(frozen=True)
class OrderDraft(OfPurchase):
    """A buyer orders a draft (PUR-4)."""

    by: str


Act = Confirm | Delay | Decline | AgreeCancel | RefuseCancel | Redeliver | GiveUp | Switch | OrderDraft
