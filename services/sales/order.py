"""The order as sales knows it: one document with all its facts, and what follows from them by itself."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any, Literal, Self
from uuid import UUID

from pydantic import Field

from contracts.event import Event, Value
from contracts.order import OrderContent, OrderDraft, OrderLine, ShipmentLine
from contracts.review import Reason, Verdict
from contracts.supply import ItemReady, Lack

Status = Literal["open", "confirmed", "rejected", "cancelled", "closed"]
Reviewer = Literal["warehouse", "purchasing", "logistics", "finance"]
REVIEWERS: tuple[Reviewer, ...] = ("warehouse", "purchasing", "logistics", "finance")


class Review(Value):
    """A department's verdict on the current version."""

    verdict: Verdict
    heard_on: date | None = None
    """From when its dates count; None in older documents: from the receipt."""
    ready_on: date | None = None
    ready: tuple[ItemReady, ...] = ()
    """Purchasing's: by when each item could be here; empty in its older messages."""
    reasons: tuple[Reason, ...] = ()
    lacks: tuple[Lack, ...] = ()
    impossible: tuple[str, ...] = ()
    transit_days: int | None = None


class Shipment(Value):
    """All that sales heard and said about one shipment, in whatever order it came."""

    order_version: int = 0
    lines: tuple[ShipmentLine, ...] = ()
    """What was reserved."""
    released: bool = False
    slip_number: str = ""
    unreserved: bool = False
    """stock.released: it ended without dispatch."""
    left: tuple[ShipmentLine, ...] | None = None
    """What was dispatched; None until then."""
    tracking: str = ""
    expected: date | None = None
    delivered_at: datetime | None = None
    accepted: bool = False
    asked_back: bool = False
    back: tuple[ShipmentLine, ...] = ()
    back_whole: bool = False
    waived: bool = False

    @property
    def ended(self) -> bool:
        return self.unreserved or self.left is not None

    @property
    def settled(self) -> bool:
        """Accepted; when asked back: back, or left with the customer."""
        return self.back_whole or self.waived or (self.accepted and not self.asked_back)


class Invoice(Value):
    """An invoice, or the first that was heard of it; ``outstanding`` in the order's currency."""

    version: int = 0
    number: str = ""
    shipment_id: UUID | None = None
    outstanding: Decimal
    due: date | None = None
    overdue: bool = False


class Advance(Value):
    """The advance that the terms ask; ``outstanding`` in the order's currency."""

    version: int
    order_version: int = 0
    """The order version for which finance said it last; 0 when only its money was heard of."""
    outstanding: Decimal


class Impossible(Value):
    """Items of the current version that no supplier can deliver (PUR-7)."""

    items: tuple[str, ...]
    reason: str
    need_version: int = 0
    """The need that purchasing answered so."""


class Difference(Value):
    """A field of which somebody says otherwise than the order."""

    field: str
    has: str
    came: str


class CameAgain(Value):
    """The customer's PO came once more by event and was not taken: it says otherwise, or the order is over (SAL-2)."""

    on: date
    differs: tuple[Difference, ...]


class Waiting(Value):
    """Who must do something, since when, and what."""

    owner: str
    since: datetime
    reason: str


class Order(Value):
    """The document. ``version`` is that of the last thing said about its content or life."""

    order_id: UUID
    version: int
    status: Status
    content: Annotated[OrderContent | OrderDraft, Field(union_mode="left_to_right")]
    received_on: date
    missing: tuple[str, ...] = ()
    questions: tuple[str, ...] = ()
    """What is missing, as it is asked; empty in older documents."""
    placed_as: str = ""
    """The mark of what the PO said when it came first; empty in older documents."""
    came_again: CameAgain | None = None
    reasons: tuple[Reason, ...] = ()
    """Why it was rejected or cancelled."""
    dropped: tuple[OrderLine, ...] = ()
    """Lines of earlier versions that the current one no longer has."""
    reviews: dict[Reviewer, Review] = Field(default_factory=dict)
    doubts: tuple[Reason, ...] = ()
    """Why it waits for the merchandiser though no department objects."""
    need_version: int = 0
    answered_version: int = 0
    """The order version that ``lacks`` is about."""
    lacks: tuple[Lack, ...] = ()
    impossible: Impossible | None = None
    shipments: dict[UUID, Shipment] = Field(default_factory=dict)
    invoices: dict[UUID, Invoice] = Field(default_factory=dict)
    advance: Advance | None = None
    waiting: Waiting | None = None

    def but(self, **changes: Any) -> Self:
        return self.model_copy(update=changes)

    def with_shipment(self, shipment_id: UUID, **changes: Any) -> Self:
        """With what is now known of a shipment, known before or not."""
        known = self.shipments.get(shipment_id, Shipment())
        return self.but(shipments={**self.shipments, shipment_id: known.model_copy(update=changes)})

    @property
    def binding(self) -> OrderContent:
        """The content of a complete order; only asked of one."""
        if not isinstance(self.content, OrderContent):
            raise TypeError(f"order {self.content.number} is not complete")
        return self.content

    @property
    def current_advance(self) -> Advance | None:
        """The advance as finance said it for this very version; None until then."""
        return self.advance if self.advance and self.advance.order_version == self.version else None

    @property
    def complete(self) -> bool:
        return not self.missing

    @property
    def reviewed(self) -> bool:
        return all(reviewer in self.reviews for reviewer in REVIEWERS)

    @property
    def left(self) -> Mapping[UUID, Shipment]:
        """The shipments that were dispatched."""
        return {id_: shipment for id_, shipment in self.shipments.items() if shipment.left is not None}

    @property
    def left_by_line(self) -> Mapping[int, Decimal]:
        """How much of each line was dispatched."""
        sums: defaultdict[int, Decimal] = defaultdict(Decimal)
        for shipment in self.left.values():
            for line in shipment.left or ():
                sums[line.line] += line.quantity
        return sums

    @property
    def all_left(self) -> bool:
        """What was dispatched is what the version says."""
        left = {line: quantity for line, quantity in self.left_by_line.items() if quantity}
        return self.status != "open" and left == {line.line: line.quantity for line in self.binding.lines}

    @property
    def all_settled(self) -> bool:
        return all(shipment.settled for shipment in self.left.values())


@dataclass(frozen=True)
class Step:
    """An order after something was done with it, and what is to be said."""

    order: Order
    events: tuple[Event, ...] = ()

    def then(self, next_step: Step) -> Step:
        return Step(next_step.order, (*self.events, *next_step.events))


@dataclass(frozen=True)
class OnOrder:
    """What is asked of one order; ``only_of`` is the customer who asks it himself, which he may of his own only."""

    order_id: UUID
    only_of: str | None = field(default=None, kw_only=True)


@dataclass(frozen=True)
class OfShipment(OnOrder):
    """What is asked of one shipment."""

    shipment_id: UUID
