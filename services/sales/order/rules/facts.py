"""What is known of an order's reviews, supplies, shipments and money, and what people and papers say of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Literal
from uuid import UUID

from msgspec import field

from contracts.delays import Because, Option
from contracts.order import ShipmentLine
from contracts.reasons import because
from contracts.review import REVIEWERS, Reason, Reviewer, Verdict
from contracts.supply import ItemReady, Lack
from contracts.texts import Text
from contracts.value import Value


class Review(Value, omit_defaults=True):
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
    fastest_days: int | None = None


def reasons_of(reviewer: Reviewer, review: Review) -> tuple[Reason, ...]:
    """The words of a review; a no always has some."""
    return review.reasons or (because(f"{reviewer}_says_no"),)


class Anew(Value):
    """The departments' review of a confirmed order that was changed (SAL-9)."""

    version: int
    """Of the order, about which they are asked."""
    promised: date | None
    """The day that was promised before the change."""
    agreed: bool = False
    """The change itself said a day, which holds."""
    reviews: dict[Reviewer, Review] = field(default_factory=dict)
    computed: date | None = None
    """The day that they come to; None until all have answered, and where something stands against it."""
    ended: bool = False
    """What they come to is promised."""

    @property
    def awaited(self) -> tuple[Reviewer, ...]:
        return tuple(reviewer for reviewer in REVIEWERS if reviewer not in self.reviews)

    @property
    def complete(self) -> bool:
        return not self.awaited


class Supply(Value):
    """What a purchase brings of an item for the order; the highest version holds (PUR-4)."""

    version: int
    item: str
    supplier: str
    quantity: Decimal
    """0 when it serves the order no more."""
    need_version: int = 0
    """The need that it answers; what answers an older one has come, or goes to others."""
    expected: date | None = None
    words: str = ""
    """Why the supplier is late."""


class Shipment(Value, omit_defaults=True):
    """All that sales heard and published about one shipment, in whatever order it came."""

    order_version: int = 0
    lines: tuple[ShipmentLine, ...] = ()
    """What was reserved."""
    released: bool = False
    slip_number: str = ""
    unreserved: bool = False
    """stock.unreserved: it ended without dispatch."""
    dispatched: tuple[ShipmentLine, ...] | None = field(name="left", default=None)
    """None until then; the stored document calls it ``left``."""
    dispatched_on: date | None = None
    """None until it is heard, and in older documents."""
    tracking: str = ""
    tracking_version: int = 0
    """Of the shipment, when the number was told after its dispatch; the highest holds."""
    expected: date | None = None
    expected_version: int = 0
    """Of the shipment, when logistics said so; the highest holds."""
    words: str = ""
    """Why the carrier is late."""
    delivered_at: datetime | None = None
    accepted: bool = False
    asked_back: bool = False
    back: tuple[ShipmentLine, ...] = ()
    back_whole: bool = False
    waived: bool = False
    wanted_back: tuple[ShipmentLine, ...] = ()
    """What of it the customer gives back in all while he keeps the rest, by service tickets (SAL-13)."""

    @property
    def ended(self) -> bool:
        return self.unreserved or self.dispatched is not None

    @property
    def concluded(self) -> bool:
        """Accepted; when asked back: back, or kept by the customer."""
        return self.back_whole or self.waived or (self.accepted and not self.asked_back)

    @property
    def still_out(self) -> tuple[ShipmentLine, ...]:
        """What was dispatched and has not come back."""
        return self._but(_by_line(self.back))

    @property
    def kept(self) -> tuple[ShipmentLine, ...]:
        """What the customer got, did not give back, and is not about to."""
        if not self.delivered_at or self.back_whole or (self.asked_back and not self.waived):
            return ()
        back, wanted = _by_line(self.back), _by_line(self.wanted_back)
        return self._but({line: max(back[line], wanted[line]) for line in back.keys() | wanted.keys()})

    def _but(self, gone: Mapping[int, Decimal]) -> tuple[ShipmentLine, ...]:
        lines = self.dispatched or ()
        rest = (line.but(quantity=line.quantity - gone.get(line.line, 0)) for line in lines)
        return tuple(line for line in rest if line.quantity > 0)


def _by_line(lines: Iterable[ShipmentLine]) -> defaultdict[int, Decimal]:
    sums: defaultdict[int, Decimal] = defaultdict(Decimal)
    for line in lines:
        sums[line.line] += line.quantity
    return sums


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
    due: date | None = None


class LetterOfCredit(Value):
    """The letter of credit that the terms ask, as logistics said it last (SAL-17, LOG-7)."""

    version: int
    order_version: int
    number: str
    in_order: bool
    reasons: tuple[Reason, ...] = ()


class Impossible(Value):
    """Items of the current version that no supplier can deliver (PUR-7)."""

    items: tuple[str, ...]
    reason: Text
    need_version: int = 0
    """The need that purchasing answered so."""


class Difference(Value):
    """A field of which somebody says otherwise than the order."""

    field: str
    has: Text
    came: Text


class CameAgain(Value):
    """The customer's PO came once more by event and was not taken: it says otherwise, or the order is over (SAL-2)."""

    on: date
    differs: tuple[Difference, ...]


class Acknowledged(Value):
    """The customer said yes to the confirmation of a version of the order, in his words (SAL-8)."""

    version: int
    on: date
    words: str
    recorded_by: str
    """The customer himself, or who was told by him."""


class SamplesWaived(Value):
    """Somebody decided that the order is not to wait for its samples (SAL-23)."""

    reason: str
    on: date
    by: str


CancelCause = Literal["price", "date", "quality", "not_needed", "bought_elsewhere", "mistake", "other"]
"""Why a customer wishes to cancel, as it is counted; ``other`` also where nobody says so."""


class Rescue(Value):
    """A wish to cancel, and what was done to keep the customer where it did not take effect by itself (SAL-24)."""

    reason: str
    """The customer's."""
    wished_on: date
    recorded_by: str
    """The customer himself, or who was told by him."""
    cause: CancelCause = "other"
    """Of what kind his reason is."""
    result: Literal["open", "kept", "cancelled"] = "open"
    offered: str = ""
    """What was offered to him."""
    ended_on: date | None = None
    ended_by: str = ""


WaitingFor = Literal[
    "answers",
    "reviews",
    "decision",
    "samples",
    "signature",
    "credit",
    "goods",
    "advance",
    "letter of credit",
    "release",
    "dispatch",
    "delivery",
    "acceptance",
    "payment",
    "undoing",
    "rescue",
]


class Waiting(Value):
    """Who must do something, since when, and what: in a word, and in a sentence."""

    owner: str
    since: datetime
    what: WaitingFor | None = None
    """None in older documents."""
    reason: Text


class Forecast(Value):
    """When all of an order will be with the customer, and the step that decides it (SAL-20)."""

    on: date
    because: Because
    item: str = ""
    supplier: str = ""
    until: date | None = None
    """When that step is over."""
    words: str = ""
    """Why it is late, in the words of the supplier or the carrier."""


class Delay(Value):
    """What was said last of the order's being late (SAL-20)."""

    number: int
    """Counts the order's delays."""
    promised: date
    forecast: date
    options: tuple[Option, ...]
    ended: bool = False
