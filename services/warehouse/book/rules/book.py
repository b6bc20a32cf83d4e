"""The book: a working copy of what a batch touches. Facts are folded into it one by one, then it is saved once.

Rooms change it by its methods and by `moving`, `reservations` and `deal`; they set no field of its parts.
"""

from __future__ import annotations

from bisect import insort
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from operator import itemgetter
from uuid import UUID

from contracts.order import Package
from services.warehouse.book.rules.demand import Claim, Demand, Rank, Shipment, State
from services.warehouse.book.rules.gate import UNHEARD, Master, barred
from services.warehouse.book.rules.goods import Movement, Purchase, Receipt, Shelf
from services.warehouse.book.rules.inspection import Defects, Disposal, Inspection, Plan
from services.warehouse.book.rules.quants import OWN, Quant, Quants
from services.warehouse.book.rules.severity import Standing

Stood = tuple[str, str, Defects]
"""An item, its supplier, and a class of defects."""


class Book:
    """What a batch touches: shelves, orders with their claims and shipments, purchases. Remembers what it changed."""

    def __init__(
        self,
        shelves: Iterable[Shelf] = (),
        demands: Iterable[Demand] = (),
        purchases: Iterable[Purchase] = (),
        masters: Mapping[str, Master] | None = None,
        noted: Iterable[Receipt] = (),
        inspections: Iterable[Inspection] = (),
        plans: Iterable[Plan] = (),
        standings: Mapping[Stood, Standing] | None = None,
        quants: Iterable[Quant] = (),
    ) -> None:
        self.shelves = {shelf.item: shelf for shelf in shelves}
        self.demands = {demand.order_id: demand for demand in demands}
        self.purchases = {purchase.purchase_id: purchase for purchase in purchases}
        self.masters = dict(masters or {})
        self.noted = {(receipt.purchase_id, receipt.delivery_note): receipt for receipt in noted}
        self.inspections = {one.inspection_id: one for one in inspections}
        self.plans = {plan.item: plan for plan in plans}
        self.standings = dict(standings or {})
        self.quants = Quants(quants)
        self.numbers: Iterator[str] = iter(())
        self.movements: list[Movement] = []
        self.receipts: list[Receipt] = []
        self.disposals: list[Disposal] = []
        self.packages: dict[UUID, tuple[Package, ...]] = {}
        self.changed_shelves: dict[str, Shelf] = {}
        self.changed_demands: dict[UUID, Demand] = {}
        self.changed_shipments: dict[UUID, Shipment] = {}
        self.changed_purchases: dict[UUID, Purchase] = {}
        self.changed_inspections: dict[UUID, Inspection] = {}
        self.changed_standings: dict[Stood, Standing] = {}
        self._queues: dict[str, list[tuple[Rank, int, Claim, Demand]]] = {}
        for demand in self.demands.values():
            self._enqueue(demand)

    @property
    def changed(self) -> bool:
        """Whether there is anything to save; claims change with their order, packages with their shipment."""
        parts = (self.changed_shelves, self.changed_demands, self.changed_shipments, self.changed_purchases)
        return any((*parts, self.receipts, self.movements, self.changed_inspections, self.changed_standings))

    def shelf(self, item: str) -> Shelf:
        """The shelf of an item, for changing; an empty one if there is none."""
        shelf = self.shelves.setdefault(item, Shelf(item))
        self.changed_shelves[item] = shelf
        return shelf

    def demand(self, order_id: UUID) -> Demand:
        """An order; an unknown one has version 0."""
        return self.demands.setdefault(order_id, Demand(order_id))

    def find_shipment(self, order_id: UUID, shipment_id: UUID) -> Shipment | None:
        """A shipment of an order that has not ended; None also of an order that is not known."""
        demand = self.demands.get(order_id)
        return demand.shipments.get(shipment_id) if demand else None

    def master(self, item: str) -> Master:
        """What is known of an item."""
        return self.masters.get(item, UNHEARD)

    def queue(self, item: str) -> list[tuple[Rank, int, Claim, Demand]]:
        """Who waits for an item: by priority, then order number (WHS-2)."""
        return self._queues.get(item, [])

    def remember(self, demand: Demand) -> None:
        """The order is changed: it will be saved."""
        self.changed_demands[demand.order_id] = demand

    def claim(self, demand: Demand, claims: list[Claim]) -> None:
        """What the order waits for from now on."""
        for item in {claim.item for claim in demand.claims}:
            self._queues[item] = [entry for entry in self._queues[item] if entry[3] is not demand]
        demand.claims = claims
        self._enqueue(demand)
        self.remember(demand)

    def bring(self, shipment: Shipment, state: State) -> None:
        """Bring a shipment into a state."""
        shipment.state = state
        self.changed_shipments[shipment.shipment_id] = shipment

    def keep(self, inspection: Inspection) -> None:
        """An inspection as it is from now on."""
        self.inspections[inspection.inspection_id] = self.changed_inspections[inspection.inspection_id] = inspection

    def stand(self, key: Stood, standing: Standing) -> None:
        """How a supplier stands with an item from now on."""
        self.standings[key] = self.changed_standings[key] = standing

    def label(self, item: str, limits: Mapping[str, Decimal | str | tuple[str, ...]]) -> None:
        """An item's places, reorder point and safety stock, as far as they are told."""
        shelf = self.shelf(item)
        for name, value in limits.items():
            setattr(shelf, name, value)

    def open_shelf(self, opening: Movement) -> None:
        """What is on hand when the item's shelf is opened; it is opened once."""
        if not self.shelf(opening.item).counted:
            self.shelf(opening.item).counted = True
            self.move(opening)

    def move(self, movement: Movement) -> None:
        """Change what is on hand, and keep the trace; what leaves is taken at its own place first, then at others.

        The one way onto a shelf: raises NotInspected where a rule forgot to ask the gate.
        """
        refusal = barred(movement.item, self.master(movement.item), movement.inspection)
        if refusal and movement.quantity > 0 and movement.kind != "transfer":
            raise refusal
        shelf = self.shelf(movement.item)
        parts = self._by_place(shelf, movement)
        shelf.on_hand += movement.quantity
        shelf.quarantine += movement.quarantined
        shelf.in_transit += movement.in_transit
        for part in parts:
            self._lay(shelf, part)

    def _by_place(self, shelf: Shelf, movement: Movement) -> Iterable[Movement]:
        """One movement for each place from which goods are taken."""
        wanted = -movement.quantity
        if movement.place != OWN or wanted <= shelf.at_own_place:
            return (movement,)
        picked = self.quants.picked(movement.item, shelf.at_own_place, wanted)
        return [replace(movement, quantity=-taken, place=place) for place, taken in picked]

    def _lay(self, shelf: Shelf, part: Movement) -> None:
        if part.place != OWN:
            shelf.elsewhere += part.quantity
            self.quants.change(part.item, part.place, part.quantity)
        self.movements.append(part)

    def _enqueue(self, demand: Demand) -> None:
        for claim in demand.claims:
            entry = (demand.rank, claim.line, claim, demand)
            insort(self._queues.setdefault(claim.item, []), entry, key=itemgetter(0, 1))
