"""An order as the warehouse knows it: what it wants, what it waits for, and its shipments."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Literal
from uuid import UUID

from contracts.order import ShipmentLine
from contracts.supply import Lack, Need
from contracts.value import Value
from services.warehouse.book.rules.goods import ZERO

State = Literal["reserved", "to_pack", "packed", "dispatched", "ended"]
UNPACKED: tuple[State, ...] = ("reserved", "to_pack")
Rank = tuple[int, str, str]


@dataclass(frozen=True, slots=True)
class Part:
    """How much of one order line: of the order itself, or of a shipment (then ``returned`` came back of it)."""

    line: int
    item: str
    quantity: Decimal
    returned: Decimal = ZERO


class Pick(Value):
    """How much of a line was taken from where when it was packed; an empty place is the item's own."""

    line: int
    item: str
    place: str
    lot: str
    expires_on: date | None
    quantity: Decimal
    serials: tuple[str, ...] = ()
    """The pieces that lay there, of an item with serial numbers."""


@dataclass(slots=True)
class Claim:
    """What an order still waits for on one line; ``held`` is set aside for it already.

    Of that, ``kept`` was reserved for an older version of the order, and is dealt to nobody else.
    """

    line: int
    item: str
    needed: Decimal
    held: Decimal = ZERO
    kept: Decimal = ZERO


@dataclass(slots=True)
class Shipment:
    """Goods set aside for one order, on their way out."""

    shipment_id: UUID
    order_id: UUID
    order_version: int
    state: State
    parts: tuple[Part, ...]
    slip_number: str = ""
    sales_slip: str = ""
    """By which sales released it; empty before that."""
    picks: tuple[Pick, ...] = ()
    """Of items that lie at several places or in lots, once it is packed."""

    @property
    def lines(self) -> tuple[ShipmentLine, ...]:
        return tuple(ShipmentLine(line=p.line, item=p.item, quantity=p.quantity) for p in self.parts)


@dataclass(slots=True)
class Demand:
    """An order as the warehouse knows it: its highest binding version.

    ``blocked``: goods of an older version are packed, so nothing new is reserved. ``stated`` are the lacks last said,
    None when this version was not answered yet.
    """

    order_id: UUID
    version: int = 0
    number: str = ""
    customer: str = ""
    priority: int = 0
    partial: bool = False
    cancelled: bool = False
    blocked: bool = False
    need_version: int = 0
    parts: tuple[Part, ...] = ()
    claims: list[Claim] = field(default_factory=list)
    shipments: dict[UUID, Shipment] = field(default_factory=dict)
    stated: tuple[Lack, ...] | None = ()

    @property
    def rank(self) -> Rank:
        return (-self.priority, self.number, str(self.order_id))

    @property
    def lacks(self) -> tuple[Lack, ...]:
        lacking: dict[str, Decimal] = {}
        for claim in self.claims:
            lacking[claim.item] = lacking.get(claim.item, ZERO) + claim.needed - claim.held
        return tuple(Lack(item=item, quantity=lacking[item]) for item in sorted(lacking) if lacking[item])

    @property
    def need(self) -> Need:
        return Need(
            order_id=self.order_id, need_version=self.need_version, order_version=self.version, lacks=self.lacks
        )

    def still_wanted(self) -> list[Claim]:
        """What the version says, less what has left, is packed or is reserved."""
        gone: dict[tuple[int, str], Decimal] = {}
        for shipment in self.shipments.values():
            if shipment.state != "ended":
                for part in shipment.parts:
                    gone[part.line, part.item] = gone.get((part.line, part.item), ZERO) + part.quantity
        left = ((part, part.quantity - gone.get((part.line, part.item), ZERO)) for part in self.parts)
        return [Claim(part.line, part.item, quantity) for part, quantity in left if quantity > 0]
