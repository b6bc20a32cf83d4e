"""The book: a working copy of what a batch touches. Facts are folded into it one by one, then it is saved once."""

from __future__ import annotations

from bisect import insort
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from operator import itemgetter
from typing import Literal
from uuid import UUID

from contracts.order import ShipmentLine
from contracts.supply import Cover, Lack, Need
from services.warehouse.gate.rules import Master, barred

ZERO = Decimal(0)
State = Literal["reserved", "to_pack", "packed", "dispatched", "released"]
UNPACKED: tuple[State, ...] = ("reserved", "to_pack")
Rank = tuple[int, str, str]


@dataclass(slots=True)
class Shelf:
    """One item's stock. ``held`` is set aside for orders that wait for more; ``stated`` is the total last said,
    ``received`` all that ever came of purchases.
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

    @property
    def free(self) -> Decimal:
        return self.on_hand - self.reserved - self.held

    @property
    def cover(self) -> Cover:
        return Cover(item=self.item, cover_version=self.cover_version, total=self.lacking, received=self.received)


@dataclass(frozen=True, slots=True)
class Part:
    """How much of one order line: of the order itself, or of a shipment (then ``returned`` came back of it)."""

    line: int
    item: str
    quantity: Decimal
    returned: Decimal = ZERO


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
    """By which sales released it; as far as packing needs it, the book does not."""

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
            if shipment.state != "released":
                for part in shipment.parts:
                    gone[part.line, part.item] = gone.get((part.line, part.item), ZERO) + part.quantity
        left = ((part, part.quantity - gone.get((part.line, part.item), ZERO)) for part in self.parts)
        return [Claim(part.line, part.item, quantity) for part, quantity in left if quantity > 0]


@dataclass(slots=True)
class Purchase:
    """What a supplier owes the dock."""

    purchase_id: UUID
    number: str
    item: str
    supplier: str
    ordered: Decimal
    accepted: Decimal = ZERO
    rejected: Decimal = ZERO
    cancelled: Decimal = ZERO
    orders: tuple[UUID, ...] = ()

    @property
    def outstanding(self) -> Decimal:
        """Ordered less accepted less cancelled; over-delivery leaves nothing outstanding."""
        return max(ZERO, self.ordered - self.accepted - self.cancelled)


@dataclass(frozen=True)
class Movement:
    """One change of what is on hand; ``quantity`` is signed. ``inspection`` by which goods became free, if any."""

    item: str
    kind: Literal["opening", "receipt", "dispatch", "return", "scrap", "adjustment"]
    quantity: Decimal
    reference: str
    reason: str
    at: datetime
    inspection: str = ""


@dataclass(frozen=True)
class Receipt:
    """What was counted at the dock against a purchase."""

    number: str
    purchase_id: UUID
    item: str
    accepted: Decimal
    rejected: Decimal
    inspection: str
    at: datetime
    received_on: date | None = None
    delivery_note: str = ""


class Book:
    """What a batch touches: shelves, orders with their claims and shipments, purchases. Remembers what it changed."""

    def __init__(
        self,
        shelves: Iterable[Shelf] = (),
        demands: Iterable[Demand] = (),
        purchases: Iterable[Purchase] = (),
        masters: Mapping[str, Master] | None = None,
        noted: Iterable[Receipt] = (),
    ) -> None:
        self.shelves = {shelf.item: shelf for shelf in shelves}
        self.demands = {demand.order_id: demand for demand in demands}
        self.purchases = {purchase.purchase_id: purchase for purchase in purchases}
        self.masters = dict(masters or {})
        self.noted = {(receipt.purchase_id, receipt.delivery_note): receipt for receipt in noted}
        self.movements: list[Movement] = []
        self.receipts: list[Receipt] = []
        self.changed_shelves: dict[str, Shelf] = {}
        self.changed_demands: dict[UUID, Demand] = {}
        self.changed_shipments: dict[UUID, Shipment] = {}
        self.changed_purchases: dict[UUID, Purchase] = {}
        self._queues: dict[str, list[tuple[Rank, int, Claim, Demand]]] = {}
        for demand in self.demands.values():
            self._enqueue(demand)

    def shelf(self, item: str) -> Shelf:
        """The shelf of an item, for changing; an empty one if there is none."""
        shelf = self.shelves.setdefault(item, Shelf(item))
        self.changed_shelves[item] = shelf
        return shelf

    def demand(self, order_id: UUID) -> Demand:
        """An order, for changing; an unknown one has version 0."""
        demand = self.demands.setdefault(order_id, Demand(order_id))
        self.changed_demands[order_id] = demand
        return demand

    def shipment(self, shipment: Shipment, state: State) -> Shipment:
        """Bring a shipment into a state."""
        shipment.state = state
        self.changed_shipments[shipment.shipment_id] = shipment
        return shipment

    def master(self, item: str) -> Master:
        """What is known of an item; nothing of one that was not heard of yet."""
        return self.masters.get(item, Master())

    def move(self, movement: Movement) -> None:
        """Change what is on hand, and keep the trace.

        The one way onto a shelf: raises NotInspected where a rule forgot to ask the gate.
        """
        refusal = barred(movement.item, self.master(movement.item), movement.inspection)
        if refusal and movement.quantity > 0:
            raise refusal
        self.shelf(movement.item).on_hand += movement.quantity
        self.movements.append(movement)

    def expect(self, purchase: Purchase) -> None:
        """A new purchase is on its way."""
        self.purchases[purchase.purchase_id] = self.changed_purchases[purchase.purchase_id] = purchase
        self.shelf(purchase.item).on_order += purchase.outstanding

    def owe(
        self, purchase: Purchase, *, accepted: Decimal = ZERO, rejected: Decimal = ZERO, cancelled: Decimal = ZERO
    ) -> None:
        """Something of a purchase came or was given up; the shelf's quantity on order follows."""
        before = purchase.outstanding
        purchase.accepted += accepted
        purchase.rejected += rejected
        purchase.cancelled += cancelled
        self.changed_purchases[purchase.purchase_id] = purchase
        self.shelf(purchase.item).on_order += purchase.outstanding - before

    def claim(self, demand: Demand, claims: list[Claim]) -> None:
        """What the order waits for from now on."""
        for item in {claim.item for claim in demand.claims}:
            self._queues[item] = [entry for entry in self._queues[item] if entry[3] is not demand]
        demand.claims = claims
        self._enqueue(demand)

    def queue(self, item: str) -> list[tuple[Rank, int, Claim, Demand]]:
        """Who waits for an item: by priority, then order number (WHS-2)."""
        return self._queues.get(item, [])

    def _enqueue(self, demand: Demand) -> None:
        for claim in demand.claims:
            entry = (demand.rank, claim.line, claim, demand)
            insort(self._queues.setdefault(claim.item, []), entry, key=itemgetter(0, 1))
