"""The book: a working copy of what a batch touches. Facts are folded into it one by one, then it is saved once.

Rooms change it by its methods and by `moving`, `reservations` and `deal`; they set no field of its parts.
"""

from __future__ import annotations

from bisect import insort
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from operator import itemgetter
from uuid import UUID

from contracts.order import Package
from services.warehouse.book.rules.demand import Claim, Demand, Rank, Shipment, State
from services.warehouse.book.rules.gate import UNHEARD, Master, barred
from services.warehouse.book.rules.goods import ZERO, Movement, Purchase, Receipt, Shelf
from services.warehouse.book.rules.inspection import Defects, Disposal, Inspection, Plan
from services.warehouse.book.rules.quants import LOOSE, OWN, Quant, Quants, lies_in
from services.warehouse.book.rules.serials import Serials
from services.warehouse.book.rules.severity import Standing

EVER = datetime.min.replace(tzinfo=UTC)
Stood = tuple[str, str, Defects]
"""An item, its supplier, and a class of defects."""
Named = tuple[str, str, str]
"""An item, its supplier, and what he calls a lot of it."""


class Book:
    """What a batch touches: shelves, orders with their claims and shipments, purchases. Remembers what it changed.

    ``recalled``: by receipt the lots that nobody may use.
    ``at_gates``: by purchase the inspection that what our own shop makes waits for.
    """

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
        now: datetime = EVER,
        today: date = date.min,
        at_gates: Mapping[UUID, str] | None = None,
        recalled: Mapping[str, Named] | None = None,
    ) -> None:
        self.shelves = {shelf.item: shelf for shelf in shelves}
        self.demands = {demand.order_id: demand for demand in demands}
        self.purchases = {purchase.purchase_id: purchase for purchase in purchases}
        self.masters = dict(masters or {})
        told = list(noted)
        self.noted = {
            (receipt.purchase_id, receipt.delivery_note): receipt for receipt in told if receipt.delivery_note
        }
        self.came = {receipt.number: receipt for receipt in told}
        self.inspections = {one.inspection_id: one for one in inspections}
        self.plans = {plan.item: plan for plan in plans}
        self.standings = dict(standings or {})
        self.recalled = dict(recalled or {})
        self.quants = Quants(quants, self.recalled)
        self.now, self.today = now, today
        self.at_gates = dict(at_gates or {})
        self.numbers: Iterator[str] = iter(())
        self.movements: list[Movement] = []
        self.receipts: list[Receipt] = []
        self.disposals: list[Disposal] = []
        self.serials = Serials()
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
        for shelf in self.shelves.values():
            shelf.past = sum((one.quantity for one in self.quants.of(shelf.item) if self._is_past(shelf, one)), ZERO)

    @property
    def changed(self) -> bool:
        """Whether there is anything to save; claims change with their order, packages with their shipment."""
        parts = (self.changed_shelves, self.changed_demands, self.changed_shipments, self.changed_purchases)
        inspected = (self.changed_inspections, self.changed_standings)
        return any((*parts, self.receipts, self.movements, *inspected, self.serials.changed))

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

    def move(self, movement: Movement, only: str | None = None) -> list[Movement]:
        """Change what is on hand, and keep the trace: one movement for each quant that is taken, ``only`` at a place.

        The one way onto a shelf: raises NotInspected where a rule forgot to ask the gate.
        """
        refusal = barred(movement.item, self.master(movement.item), movement.inspection)
        if refusal and movement.quantity > 0 and movement.kind != "transfer":
            raise refusal
        parts = self._by_quant(self.shelf(movement.item), movement, only)
        for part in parts:
            self.lay(part)
        return parts

    def _by_quant(self, shelf: Shelf, movement: Movement, only: str | None) -> list[Movement]:
        """What is put down, or is told by its lot or packages, is known; all else is picked where there are quants."""
        wanted = -movement.quantity
        if wanted <= 0 or movement.lot or movement.place or not self.quants.of(movement.item):
            return [movement]
        picked = self.quants.picked(shelf, wanted, self.today, only)
        return [
            replace(
                movement,
                quantity=-one.quantity,
                in_transit=one.quantity if movement.in_transit else ZERO,
                place=one.place,
                lot=one.lot,
                expires_on=one.expires_on,
            )
            for one in picked
        ]

    def lay(self, part: Movement) -> None:
        """Change one quant, or what lies loose."""
        shelf = self.shelf(part.item)
        shelf.on_hand += part.quantity
        shelf.quarantine += part.quarantined
        shelf.in_transit += part.in_transit
        self.movements.append(part)
        if part.quantity and (part.place != OWN or part.lot != LOOSE):
            known = self.quants.change(Quant(part.item, part.place, part.lot, part.expires_on, part.quantity))
            shelf.in_quants += part.quantity
            shelf.past += part.quantity if self._is_past(shelf, known) else ZERO

    def _is_past(self, shelf: Shelf, quant: Quant) -> bool:
        return self.quants.is_barred(quant, self.today) and lies_in(shelf, quant.place)

    def _enqueue(self, demand: Demand) -> None:
        for claim in demand.claims:
            entry = (demand.rank, claim.line, claim, demand)
            insort(self._queues.setdefault(claim.item, []), entry, key=itemgetter(0, 1))
