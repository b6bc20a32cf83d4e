"""What logistics says: the route, the shipment and its arrival."""

from __future__ import annotations

from uuid import UUID

from contracts.event import OrderEvent, Promise, hours, until, working_days, working_hours
from contracts.markings import Cost
from contracts.money import Money
from contracts.order import ShipmentLine
from contracts.papers import Paper
from contracts.review import Judged, Reason, Reviewed
from contracts.scalars import Count, Day, Days, Mode, Moment, Rank
from contracts.sentences import Sentence

_ARRIVES = Promise(
    of=("shipment.delivered", "return.received"),
    by="logistics",
    within=until("expected"),
    match=("shipment_id",),
    counted_by="version",
    in_part=("return.received",),
    outside="the carrier",
)


class RouteReviewed(Reviewed, topic="route.reviewed"):
    """Whether, how long and at what cost the goods can travel (SAL-5, LOG-1)."""

    summary = Sentence(
        en="route checked[: {verdict}][, {transit_days} days by {mode}][ ({reasons})]",
        zh="运输评审[：{verdict}][，{mode} {transit_days} 天][（{reasons}）]",
    )

    transit_days: Days | None = None
    mode: Mode | None = None
    fastest_days: Days | None = None
    """By the fastest transport that there is, whatever it costs; None in older messages."""


class RouteJudged(Judged, topic="route.judged"):
    """Whether, how long and at what cost the goods of a trial could travel, as a review says it (SAL-24)."""

    transit_days: Days | None = None
    mode: Mode | None = None
    fastest_days: Days | None = None
    """By the fastest transport that there is, whatever it costs."""


class _OfCredit(OrderEvent):
    """What the letter of credit of an order says now, compared with that version of the order (LOG-7, SAL-17)."""

    order_version: Count
    version: Count
    """Counts what was said of this credit; the highest holds."""
    number: str
    """The issuing bank's."""
    amount: Money
    expires_on: Day
    latest_shipment: Day | None = None
    in_order: bool
    """The order can be shipped and paid under it."""
    reasons: tuple[Reason, ...] = ()
    """Why not."""
    then = (
        Promise(
            of=("lc.amended", "lc.received", "lc.compared"),
            by="logistics",
            within=working_days(10),
            when="not_in_order",
            provided="in_order",
            counted_by="version",
            provisional=True,
            suspends=("order.released",),
            outside="the customer",
        ),
    )

    @property
    def not_in_order(self) -> bool:
        return not self.in_order


class CreditReceived(_OfCredit, topic="lc.received"):
    """The letter of credit of an order is here."""

    summary = Sentence(
        en="letter of credit[ {number}] received[ for {amount}][, expires {expires_on}][; not in order: {reasons}]",
        zh="收到信用证[ {number}][，金额 {amount}][，{expires_on} 到期][；有问题：{reasons}]",
    )
    papers = (Paper("number", en="letter of credit", zh="信用证"),)


class CreditAmended(_OfCredit, topic="lc.amended"):
    """An amendment holds, for the beneficiary accepted it (UCP 600 art. 10 c), or a person took the credit as it is."""

    summary = Sentence(
        en="letter of credit[ {number}] amended[: {changed}][; not in order: {reasons}]",
        zh="信用证[ {number} ]已修改[：{changed}][；有问题：{reasons}]",
    )

    changed: str
    """What is otherwise, or why it is taken as it is."""


class CreditCompared(_OfCredit, topic="lc.compared"):
    """A newer version of the order was compared with its letter of credit."""

    summary = Sentence(
        en="letter of credit[ {number}] compared with the order[; not in order: {reasons}]",
        zh="信用证[ {number} ]已与订单核对[；有问题：{reasons}]",
        minor=True,
    )


class ShipmentEvent(OrderEvent):
    """An event about one shipment of an order."""

    order_version: Count
    shipment_id: UUID
    version: Count
    """Counts per shipment; the highest holds."""


class ShipmentDispatched(ShipmentEvent, topic="shipment.dispatched"):
    """The goods have left (LOG-5)."""

    stage, happened = "dispatched", "dispatched_on"
    summary = Sentence(
        en=("shipment[ {number}] left[ by {mode}][ with {carrier}][, tracking {tracking}][, expected {expected}]"),
        zh="货物发出[，运单 {number}][，承运 {carrier}][（{mode}）][，单号 {tracking}][，预计 {expected} 到]",
    )
    papers = (
        Paper("number", en="shipping note", zh="运单", dated="dispatched_on"),
        Paper("tracking", en="carrier's waybill", zh="承运单", dated="dispatched_on"),
    )
    for_customer = ("number", "mode", "carrier", "tracking", "expected")

    number: str
    lines: tuple[ShipmentLine, ...]
    carrier: str
    mode: Mode
    tracking: str
    dispatched_on: Day
    expected: Day
    reason: Reason
    """Why this transport was chosen (LOG-1)."""
    then = (
        Promise(of=("invoice.issued",), by="finance", within=hours(1), match=("shipment_id",)),
        _ARRIVES,
    )


class ShipmentCancelled(ShipmentEvent, topic="shipment.cancelled"):
    """Not dispatched, because of a cancel or a newer version of the order."""

    summary = Sentence(en="shipment[ {shipment}] not dispatched[: {reason}]", zh="[{shipment} ]未发货[：{reason}]")

    reason: str
    """``reasons`` in English."""
    reasons: tuple[Reason, ...] = ()
    then = (Promise(of=("stock.unreserved",), by="warehouse", within=working_hours(4), match=("shipment_id",)),)


class ShipmentBooked(ShipmentEvent, topic="shipment.booked"):
    """Who carries goods that left, and under which number, has changed (LOG-2, LOG-5)."""

    summary = Sentence(
        en="shipment[ {number}] travels with {carrier}[ by {mode}][ instead of {instead_of}][, tracking {tracking}]"
        "[: {reason}]",
        zh="货物[ {number} ]由 {carrier} 承运[（{mode}）][，取代 {instead_of}][，单号 {tracking}][：{reason}]",
    )
    papers = (Paper("tracking", en="carrier's waybill", zh="承运单"),)
    for_customer = ("number", "mode", "carrier", "tracking", "expected")

    number: str
    carrier: str
    mode: Mode
    tracking: str
    """Empty until the carrier tells it."""
    expected: Day
    instead_of: str = ""
    """The carrier that failed; empty when only the number is new."""
    reason: str = ""
    costs_more: Cost[Money | None] = None
    """Than the carrier that failed; None where that one has no rate any more, or one in another currency."""
    days_later: Rank = 0
    """Than was expected; below zero when it is there sooner."""


class ShipmentDelayed(ShipmentEvent, topic="shipment.delayed"):
    """A new expected arrival, and why."""

    summary = Sentence(
        en="shipment[ {shipment}] delayed[ to {expected}][: {reason}]",
        zh="[{shipment} ]延误[至 {expected}][：{reason}]",
    )
    for_customer = ("expected",)

    expected: Day
    reason: str
    then = (_ARRIVES,)


class ShipmentDelivered(ShipmentEvent, topic="shipment.delivered"):
    """The customer has the goods; ``proof`` is the proof of delivery's reference.

    Said again under a higher version when it was reported wrongly.
    """

    stage, happened = "delivered", "at"
    summary = Sentence(
        en="shipment[ {shipment}] delivered[, proof {proof}]", zh="[{shipment} ]已送达[，签收单 {proof}]"
    )
    papers = (Paper("proof", en="proof of delivery", zh="签收单", dated="at"),)
    for_customer = ("proof",)

    lines: tuple[ShipmentLine, ...]
    at: Moment
    """When the goods arrived, not when that was reported."""
    proof: str
    correction: str = ""
    """Why it is said again; empty the first time."""
    held_up: bool = False
    """Its people were told on its way that something holds it up (LOG-3)."""
    then = (
        Promise(
            of=("order.accepted", "return.received", "return.waived"),
            by="sales",
            within=working_days(7, since="at"),
            match=("shipment_id",),
            counted_by="version",
            in_part=("return.received",),
            outside="the customer",
        ),
    )
