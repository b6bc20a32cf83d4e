"""What people see of an order."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import Self
from uuid import UUID

from contracts.delays import BECAUSE, WAYS, Because, Option, Way
from contracts.money import Money
from contracts.order import OrderContent, OrderDraft, ShipmentLine, value_of
from contracts.reasons import text_of
from contracts.review import Reason, Reviewer
from contracts.sentences import language
from contracts.stages import State
from contracts.supply import Lack
from contracts.texts import Text
from contracts.value import Value, fields_of
from services.sales.order.rules.alternatives import Alternative, Alternatives, differing, substituted
from services.sales.order.rules.document import Order
from services.sales.order.rules.facts import (
    Acknowledged,
    CameAgain,
    Rescue,
    Review,
    SamplesWaived,
    Shipment,
    Waiting,
    reasons_of,
)
from services.sales.order.rules.risk import Risk
from services.sales.order.rules.stage import Stage, stage_of, standing_of


class InvoiceState(Value):
    invoice_id: UUID
    number: str
    shipment_id: UUID | None
    outstanding: Decimal
    due: date | None
    overdue: bool


class ShipmentState(Value):
    shipment_id: UUID
    state: str
    """reserved, released, dispatched, delivered, accepted, asked_back, back, waived, unreserved"""
    order_version: int
    lines: tuple[ShipmentLine, ...]
    slip_number: str
    tracking: str
    expected: date | None
    delivered_at: datetime | None


class ReasonState(Value):
    """A reason: its code, and in the reader's language what it says."""

    code: str
    text: Text


class ReviewState(Review):
    reasons: tuple[ReasonState, ...] = ()  # type: ignore[assignment]


class OrderBrief(Value):
    """What became of an order that was placed or accepted."""

    order_id: UUID
    number: str
    customer: str
    customer_po: str
    version: int
    state: State
    """What it is as a whole, in the word of notify's board: cancelled from the cancel on, whatever is still undone."""
    stage: Stage
    """How far it is; ``waiting_for`` says who still has to undo what of a cancelled one."""
    missing: tuple[str, ...]
    questions: tuple[Text, ...]
    """What is missing, asked in the customer's terms (SAL-3)."""

    def for_customer(self) -> Self:
        """What the order's customer may see of it (ALL-3)."""
        return self


class OptionState(Value):
    """What may be done about a delay, and by when all would be there (of a part shipment: what is here)."""

    way: Way
    on: date | None
    text: str
    """In the reader's language."""


class ForecastState(Value):
    """When all of the order will be with the customer as far as is known, and the step that decides it (SAL-20)."""

    on: date
    late: bool
    """It is later than promised, and that was said; ``options`` are then what may be done."""
    because: Because
    item: str
    supplier: str
    until: date | None
    words: str
    text: str
    """In the reader's language."""
    options: tuple[OptionState, ...]


class AnewState(Value):
    """The review of a change."""

    version: int
    """Of the order, about which the departments were asked."""
    awaited: tuple[Reviewer, ...]
    """Who has not answered."""
    promised: date | None
    """Before the change."""
    computed: date | None
    """The day that their answers come to."""
    agreed: bool
    """The change itself said its day."""
    ended: bool
    """It is promised what they come to."""


class AlternativeState(Alternative):
    text: Text
    """What it is, in the reader's language."""


class ProposedState(Value):
    """An item that was found free in place of what lacks, with what it means for the customer (SAL-10)."""

    line: int
    item: str
    quantity: Decimal
    unit_price: Money
    promised: date
    """When all of the order can be with him by it."""
    days: int | None
    """Later than promised now; below zero: earlier."""
    difference: Decimal
    """What the order comes to more by it, in its currency, with tax; below zero: less."""


class AlternativesState(Alternatives):
    offered: tuple[AlternativeState, ...]


class OrderState(OrderBrief):
    """An order as sales knows it (GET /orders/{order_id})."""

    merchandiser: str
    received_on: date
    promised: date | None
    forecast: ForecastState | None
    """As it was when something of the order was heard last; None while it is not confirmed, and when all is there."""
    priority: int
    waiting_for: Waiting | None
    came_again: CameAgain | None
    """The PO came once more by event, and what of it was not taken; a change or clarification ends it."""
    reasons: tuple[ReasonState, ...]
    lacks: tuple[Lack, ...]
    samples_waived: SamplesWaived | None
    """Why it does not wait for its samples, where somebody decided so (SAL-23)."""
    acknowledged: Acknowledged | None
    """Which version's confirmation the customer acknowledged last, when, and in which words."""
    alternatives: AlternativesState | None
    """What the customer was offered instead of what he ordered, and what he said to it (SAL-10)."""
    proposed: tuple[ProposedState, ...]
    """What may stand in for what lacks of it; an offer begins with it (SAL-10)."""
    rescue: Rescue | None
    """The customer's wish to cancel, if it did not take effect by itself, and what was done to keep him (SAL-24)."""
    content: OrderContent | OrderDraft
    reviews: dict[Reviewer, ReviewState]
    risk: Risk | None
    """Its grade, why, and who signed for it; None while it is not reviewed (SAL-6)."""
    off_list: tuple[ReasonState, ...]
    """What of it is at other prices than the list's though it names no quotation and no contract (SAL-25)."""
    anew: AnewState | None
    """What the departments say of its newest change, and which day was promised before (SAL-9)."""
    shipments: tuple[ShipmentState, ...]
    invoices: tuple[InvoiceState, ...]

    def for_customer(self) -> Self:
        """Not what the departments think of him and his order, nor how he ranks; that it waits, if it is for him.

        Of a delay the merchandiser tells him.
        """
        judged = {reason for review in self.reviews.values() for reason in review.reasons}
        reasons = tuple(reason for reason in self.reasons if reason not in judged)
        his = self.stage in ("incomplete", "delivered") or (self.waiting_for and self.waiting_for.what == "samples")
        waiting_for = self.waiting_for if his else None
        content = self.content.but(priority=0)
        seen = {"content": content, "priority": 0, "reasons": reasons, "waiting_for": waiting_for, "forecast": None}
        return self.but(
            **seen, reviews={}, risk=None, off_list=(), anew=None, lacks=(), proposed=(), samples_waived=None
        )


class ShipmentToAccept(ShipmentState):
    """A delivery that waits for the customer's acceptance (GET /shipments)."""

    order_id: UUID
    number: str
    customer: str


def brief_of(order: Order) -> OrderBrief:
    return OrderBrief.having(_seen(order))


def state_of(order: Order) -> OrderState:
    shipments = tuple(shipment_state(id_, s) for id_, s in order.shipments.items() if s.lines or s.dispatched)
    invoices = tuple(
        InvoiceState.having({"invoice_id": id_, **fields_of(invoice)}) for id_, invoice in order.invoices.items()
    )
    anew = order.anew and AnewState.having({**fields_of(order.anew), "awaited": order.anew.awaited})
    reviews = {name: _review_state(name, review) for name, review in order.reviews.items()}
    about = {"waiting_for": order.waiting, "shipments": shipments, "invoices": invoices, "forecast": _forecast(order)}
    offered = {"alternatives": _alternatives(order.alternatives), "proposed": tuple(_proposed(order))}
    judged = {"reviews": reviews, "anew": anew, "reasons": tuple(map(_reason_state, order.reasons))}
    judged["off_list"] = tuple(map(_reason_state, order.off_list))
    return OrderState.having({**_seen(order), **about, **judged, **offered})


def _review_state(reviewer: Reviewer, review: Review) -> ReviewState:
    """A no always has words."""
    reasons = reasons_of(reviewer, review) if review.verdict == "no" else review.reasons
    return ReviewState.having({**fields_of(review), "reasons": tuple(map(_reason_state, reasons))})


def _reason_state(reason: Reason) -> ReasonState:
    return ReasonState(code=reason.code, text=text_of(reason))


def _forecast(order: Order) -> ForecastState | None:
    seen, delay = order.forecast, order.delay if order.delay and not order.delay.ended else None
    if seen is None:
        return None
    options = tuple(_option(option) for option in delay.options) if delay else ()
    text = BECAUSE[seen.because].told(fields_of(seen), language())
    about = {"late": delay is not None, "text": text, "options": options}
    return ForecastState.having({**fields_of(seen), **about})


def _alternatives(known: Alternatives | None) -> AlternativesState | None:
    if known is None:
        return None
    offered = tuple(AlternativeState.having({**fields_of(one), "text": one.text}) for one in known.offered)
    return AlternativesState.having({**fields_of(known), "offered": offered})


def _proposed(order: Order) -> Iterator[ProposedState]:
    for one in order.proposed:
        by_it = order.binding.but(**differing(order.binding, order.dropped, substituted(one)))
        old = order.binding.promised
        told = {
            "promised": one.promised,
            "days": (one.promised - old).days if old else None,
            "difference": value_of(by_it) - value_of(order.binding),
        }
        yield ProposedState.having({**fields_of(one.substitute), **told})


def _option(option: Option) -> OptionState:
    return OptionState(way=option.way, on=option.on, text=WAYS[option.way].told(fields_of(option), language()))


def _seen(order: Order) -> dict[str, object]:
    """What the order and its content say under the names that people see, and where it stands."""
    return {**fields_of(order.content), **fields_of(order), "state": standing_of(order), "stage": stage_of(order)}


def shipment_state(shipment_id: UUID, shipment: Shipment) -> ShipmentState:
    lines = shipment.lines if shipment.dispatched is None else shipment.dispatched
    about = {"shipment_id": shipment_id, "state": _state(shipment), "lines": lines}
    return ShipmentState.having({**fields_of(shipment), **about})


def shipments_to_accept(order: Order) -> list[ShipmentToAccept]:
    return [
        ShipmentToAccept.having({**_seen(order), **fields_of(shipment_state(id_, shipment))})
        for id_, shipment in order.dispatched.items()
        if shipment.delivered_at and not shipment.concluded
    ]


def _state(shipment: Shipment) -> str:
    states = (
        ("back", shipment.back_whole),
        ("waived", shipment.waived),
        ("asked_back", shipment.asked_back),
        ("accepted", shipment.accepted),
        ("delivered", shipment.delivered_at is not None),
        ("dispatched", shipment.dispatched is not None),
        ("unreserved", shipment.unreserved),
        ("released", shipment.released),
    )
    return next((name for name, holds in states if holds), "reserved")
